using System.Globalization;
using System.Text;
using Seq2SeqService.Reliability.Formats;

namespace Seq2SeqService.Reliability.Requests;

/// <summary>Requests for all operations, each made of the seed and its number: sound ones, ones with deviations, and what is hardly HTTP.</summary>
/// <param name="key">A key that holds; null where none is wanted.</param>
/// <param name="known">An id that the service gave out.</param>
internal sealed class RequestMutation(OpenApiOperations document, string? key, Func<Random, string> known)
{
    private static readonly string[] MediaTypes =
        ["application/json", "application/json; charset=utf-8", "application/json; charset=utf-16", "application/json; charset=x", "application/x-www-form-urlencoded", "multipart/form-data", $"multipart/form-data; boundary={BodyMutation.Boundary}", "multipart/form-data; boundary=", $"multipart/form-data; boundary={new string('b', 200)}", "text/plain", "application/xml", "application/problem+json", "x", ""];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "get", "PROPFIND", "G\u0001T", new('M', 300)];

    private readonly IReadOnlyList<Operation> _operations = [.. document.All, .. DialectOperations.All];
    private readonly BodyMutation _bodies = new(document);

    public FuzzedRequest Next(Random random)
    {
        var operation = _operations[random.Next(_operations.Count)];
        return random.Next(10) switch
        {
            0 => Raw(operation, random),
            < 5 => Whole(operation, random, rate: 0.03),
            _ => Whole(operation, random, rate: 0.2),
        };
    }

    private FuzzedRequest Whole(Operation operation, Random random, double rate)
    {
        var method = random.NextDouble() < rate / 2 ? Methods[random.Next(Methods.Length)] : operation.Method;
        var path = HeadMutation.Path(operation.Path, random, rate, () => known(random));
        var body = operation.MediaType is { } type ? _bodies.Of(operation, type, random, rate) : random.NextDouble() < rate / 4 ? "{}"u8.ToArray() : [];
        var isOddType = random.NextDouble() < rate / 2;
        var mediaType = isOddType ? MediaTypes[random.Next(MediaTypes.Length)]
            : operation.MediaType == "multipart/form-data" ? $"{operation.MediaType}; boundary={BodyMutation.Boundary}" : operation.MediaType ?? "";
        if (random.NextDouble() < rate / 4)
            body = ByteMutation.Damage(body, random);

        var lines = new List<string> { $"{method} {path} HTTP/1.1", "Host: localhost" };
        var odd = HeadMutation.Lines(random, rate).ToList();
        lines.AddRange(odd);
        if (mediaType.Length > 0)
            lines.Add($"Content-Type: {mediaType}");
        if (random.NextDouble() < rate / 8)
        {
            body = BodyMutation.Packed(body);
            lines.Add("Content-Encoding: gzip");
        }

        var hasKey = key is not null && random.Next(3) != 0;
        if (hasKey)
            lines.Add(random.Next(2) == 0 ? $"Authorization: Bearer {key}" : $"X-Api-Key: {key}");

        var (framed, framing) = Framed(body, random, rate);
        lines.Add(framing);
        lines.Add("Connection: close\r\n\r\n");
        return new(operation, [.. Encoding.Latin1.GetBytes(string.Join("\r\n", lines)), .. framed], hasKey, IsWhole: odd.Count == 0 && method == operation.Method)
        {
            IsOnRoute = HeadMutation.IsOf(operation.Path, path),
        };
    }

    private static (byte[] Body, string Header) Framed(byte[] body, Random random, double rate)
    {
        if (random.NextDouble() >= rate / 2)
            return (body, $"Content-Length: {body.Length}");

        using var chunks = new MemoryStream();
        for (var start = 0; start < body.Length;)
        {
            var length = Math.Min(random.Next(1, 200), body.Length - start);
            chunks.Write(Encoding.ASCII.GetBytes(length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"));
            chunks.Write(body, start, length);
            chunks.Write("\r\n"u8);
            start += length;
        }

        chunks.Write("0\r\n\r\n"u8);
        return (chunks.ToArray(), "Transfer-Encoding: chunked");
    }

    /// <summary>What a careless or hostile program sends: two lengths, lengths that lie, requests in requests, broken lines.</summary>
    private FuzzedRequest Raw(Operation operation, Random random)
    {
        var sound = Whole(operation, random, rate: 0.02);
        var inner = $"GET {operation.Path} HTTP/1.1\r\nHost: localhost\r\n\r\n";
        var head = $"{operation.Method} {operation.Path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {operation.MediaType}\r\n";
        var bytes = random.Next(13) switch
        {
            0 => Text($"{head}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{inner}"),
            1 => Text($"{head}Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n{inner}"),
            2 => Text($"{head}Transfer-Encoding : chunked\r\nContent-Length: 4\r\n\r\n1\r\nZ\r\nQ"),
            3 => Text($"{head}Content-Length: 4\r\nContent-Length: 400\r\n\r\n{{}}  {inner}"),
            4 => Text($"{head}Content-Length: -1\r\n\r\n{{}}"),
            5 => Text($"{head}Content-Length: 99999999999999999999\r\n\r\n{{}}"),
            6 => Text($"{head}Transfer-Encoding: chunked\r\n\r\n{(random.Next(2) == 0 ? "FFFFFFFFFFFFFFFF" : "-1")}\r\n{{}}\r\n0\r\n\r\n"),
            7 => Text($"{head.Replace("\r\n", "\n", StringComparison.Ordinal)}\n"),
            8 => Text($"{operation.Method} http://evil.example:99999{operation.Path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
            9 => Text($"{operation.Method} {operation.Path} HTTP/{random.Next(10)}.{random.Next(10)}\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
            10 => Text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"),
            11 => sound.Bytes[..random.Next(sound.Bytes.Length)],
            _ => ByteMutation.Damage(sound.Bytes, random),
        };
        return new(operation, bytes, sound.HasKey, IsWhole: false);
    }

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);
}
