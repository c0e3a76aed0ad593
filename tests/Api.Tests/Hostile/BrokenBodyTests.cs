using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests.Hostile;

/// <summary>Bodies whose framing is broken: the caller's fault, and so never a failure of the service.</summary>
public sealed class BrokenBodyTests
{
    private const string Part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\none";

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "/v2/translate", "application/json\r\nTransfer-Encoding: chunked", "FFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n" },
        { "/glossaries", "application/json\r\nTransfer-Encoding: chunked", "FFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n" },
        { "/translate_file", $"multipart/form-data; boundary=b\r\nContent-Length: {Part.Length}", Part },
        { "/v2/document", $"multipart/form-data; boundary=b\r\nContent-Length: {Part.Length}", Part },
        { "/translate_file", $"multipart/form-data; boundary={new string('b', 200)}\r\nContent-Length: {Part.Length}", Part },
        { "/translate_file", $"multipart/form-data\r\nContent-Length: {Part.Length}", Part },
        { "/v2/translate", $"application/x-www-form-urlencoded\r\nContent-Length: {2 * 3000}", string.Concat(Enumerable.Repeat("a&", 3000)) },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_breaks_off_or_breaks_the_rules_is_a_400(string path, string header, string body)
    {
        await using var service = new Service();
        service.UseKestrel();
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", service.CreateClient().BaseAddress!.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: {header}\r\n\r\n{body}"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Log.Lines, line => line.Level >= LogLevel.Error);
    }
}
