using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Seq2SeqService.Reliability.Formats;

namespace Seq2SeqService.Reliability.Requests;

/// <summary>Bodies: JSON, forms and forms of several parts, by their schemas and with deviations.</summary>
internal sealed class BodyMutation(OpenApiOperations document)
{
    public const string Boundary = "x-7f3a-boundary";

    private static readonly string[] Names =
        ["q", "source", "target", "format", "alternatives", "api_key", "options", "beamSize", "maxLength", "temperature", "topP", "glossary", "prefix", "model", "text", "target_lang", "source_lang", "name", "entries", "dictionaries", "file", "__proto__", "$type", ""];

    private static readonly JsonMutation Json = new(Names);
    private static readonly (string Name, TextMutation Content)[] Files =
        [.. DocumentSeeds.Texts.Select(seed => ($"a.{seed.Name}", new TextMutation(seed.Samples, seed.Special)))];

    private static readonly ArchiveMutation Archive = new("word/document.xml", new TextMutation(DocumentSeeds.Word, DocumentSeeds.WordSpecial));

    private static readonly string[] FileNames =
        ["", "a", "a.exe", "../../etc/passwd.txt", "a\u0000.txt", "ä🙂.txt", "a.TXT", "con.txt", "a.txt.docx", "C:\\a.md", $"{new string('n', 3000)}.txt", "a\r\nX-Injected: 1.txt", "%2e%2e/a.txt"];

    /// <summary>A body of the operation, with deviations at this rate.</summary>
    public byte[] Of(Operation operation, string mediaType, Random random, double rate)
    {
        var value = Sound(operation, random);
        return mediaType switch
        {
            "multipart/form-data" => Parts(value as JsonObject ?? [], random, rate),
            "application/x-www-form-urlencoded" => Encoding.UTF8.GetBytes(Form(value as JsonObject ?? [], random, rate)),
            _ => Encoding.UTF8.GetBytes(Json.Write(value, random, rate)),
        };
    }

    public static byte[] Packed(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body);

        return packed.ToArray();
    }

    private JsonNode? Sound(Operation operation, Random random) =>
        operation.Body is { } body && (body["$ref"] ?? body["allOf"] ?? body["oneOf"] ?? body["properties"]) is not null
            ? document.Value(body, random)
            : operation.Body?.DeepClone();

    private static string Form(JsonObject fields, Random random, double rate)
    {
        var pairs = fields.Select(field => $"{field.Key}={(random.NextDouble() < rate ? Odd(random) : Uri.EscapeDataString(Plain(field.Value)))}").ToList();
        if (random.NextDouble() < rate && pairs.Count > 0)
            pairs.AddRange(Enumerable.Repeat(pairs[random.Next(pairs.Count)], 1 << random.Next(12)));   // beyond the limit of fields now and then

        return string.Join(random.NextDouble() < rate ? "&&=" : "&", pairs);
    }

    private static string Odd(Random random) => random.Next(6) switch
    {
        0 => "%",
        1 => "%ZZ",
        2 => "%ed%a0%80",
        3 => "%00",
        4 => new string('+', 1 << random.Next(14)),
        _ => Uri.EscapeDataString(Json.Anything(random)),
    };

    private static string Plain(JsonNode? value) => value is JsonValue ? $"{value}" : value?.ToJsonString() ?? "";

    private static byte[] Parts(JsonObject fields, Random random, double rate)
    {
        using var body = new MemoryStream();
        foreach (var (name, value) in fields)
        {
            if (random.NextDouble() < rate)
                continue;

            Line(body, $"--{Boundary}");
            if (name == "file")
            {
                var (fileName, content) = File(random, rate);
                Line(body, $"Content-Disposition: form-data; name=\"file\"; filename=\"{fileName}\"");
                Line(body, "Content-Type: application/octet-stream\r\n");
                body.Write(content);
                Line(body, "");
            }
            else
            {
                Line(body, $"Content-Disposition: form-data; name=\"{(random.NextDouble() < rate ? new string('n', 1 << random.Next(13)) : name)}\"\r\n");
                Line(body, random.NextDouble() < rate ? Json.Anything(random) : Plain(value));
            }
        }

        Line(body, random.NextDouble() < rate ? $"--{Boundary}" : $"--{Boundary}--");
        return body.ToArray();
    }

    private static (string Name, byte[] Content) File(Random random, double rate)
    {
        var (name, content) = Files[random.Next(Files.Length)];
        if (random.Next(8) == 0)
            return ("a.docx", Archive.Next(random));

        var isSmall = random.Next(4) != 0;
        return (random.NextDouble() < rate ? FileNames[random.Next(FileNames.Length)] : name, isSmall ? "One house."u8.ToArray() : content.Next(random));
    }

    private static void Line(MemoryStream body, string line) => body.Write(Encoding.UTF8.GetBytes(line + "\r\n"));
}
