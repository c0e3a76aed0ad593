using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests;

/// <summary>What only the real server does.</summary>
public sealed class KestrelTests
{
    [Fact]
    public async Task A_body_over_the_limit_is_a_413_problem()
    {
        await using var service = new Service();
        service.UseKestrel();

        var response = await service.PostAsync($$"""{"q":"{{new string('a', 1024 * 1024)}}","source":"en","target":"de"}""");

        var fault = await ProblemAssert.IsProblemAsync(response, 413, "too-large", "body");
        Assert.Contains("at most 1048576 bytes", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_the_limit_of_unknown_length_is_a_413_problem()
    {
        await using var service = new Service { Settings = { ["Api:MaxBodyBytes"] = "2000" } };
        service.UseKestrel();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/translate");
        request.Content = new StringContent($$"""{"q":"{{new string('a', 5000)}}","source":"en","target":"de"}""", Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = true;

        var response = await service.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

        await ProblemAssert.IsProblemAsync(response, 413, "too-large", "body");
    }

    [Fact]
    public async Task The_server_does_not_name_itself()
    {
        await using var service = new Service();
        service.UseKestrel();

        var response = await service.PostAsync("""{"q":"a","source":"en","target":"de"}""");

        Assert.True(response.IsSuccessStatusCode);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_client_that_never_ends_its_headers_is_let_go()
    {
        await using var service = new Service { Settings = { ["Api:HeadersTimeout"] = "00:00:01" } };
        service.UseKestrel();
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", service.CreateClient().BaseAddress!.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();

        await stream.WriteAsync("POST /translate HTTP/1.1\r\nHost: a\r\nX-Slow: "u8.ToArray(), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);   // ends when the server hangs up

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_packed_body_is_not_unpacked()
    {
        await using var service = new Service();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("""{"q":"a","source":"en","target":"de"}"""), TestContext.Current.CancellationToken);
        var content = new ByteArrayContent(packed.ToArray()) { Headers = { { "Content-Type", "application/json" }, { "Content-Encoding", "gzip" } } };

        await ProblemAssert.IsProblemAsync(await service.PostAsync(content), 400, "unreadable-request", "body");
        Assert.Empty(service.Translator.Asked);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("POST /translate HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n")]
    [InlineData("GET /%zz%00 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/9.9\r\nHost: a\r\n\r\n")]
    [InlineData("GET /languages HTTP/1.1\r\n\r\n")]
    public async Task Broken_HTTP_is_refused_and_the_service_goes_on(string raw)
    {
        await using var service = new Service();
        service.UseKestrel();
        var client = service.CreateClient();
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", client.BaseAddress!.Port, TestContext.Current.CancellationToken);

        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(raw), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Matches(@"^HTTP/1\.1 (4\d\d|505) ", answer);
        Assert.True((await client.GetAsync("/health/live", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }
}
