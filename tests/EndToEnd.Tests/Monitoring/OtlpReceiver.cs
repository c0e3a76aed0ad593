using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Seq2SeqService.EndToEnd.Tests.Monitoring;

/// <summary>Takes what is sent by OTLP over HTTP, as a collector does.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, string? Type, byte[] Body)> _received = new();

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            _received.Enqueue((request.Path, request.ContentType, body.ToArray()));
            return Results.Bytes([], "application/x-protobuf");
        });
    }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>Whether a message of this signal, <c>metrics</c> or <c>traces</c>, has the name in it. Strings stand in protobuf as they are.</summary>
    public bool Has(string signal, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        return _received.Any(message => message.Path == $"/v1/{signal}" && message.Type == "application/x-protobuf" && message.Body.AsSpan().IndexOf(bytes) >= 0);
    }

    /// <summary>What has been received, for a test that misses something.</summary>
    public override string ToString() => $"{_received.Count} messages: {string.Join(", ", _received.Select(message => $"{message.Path} {message.Type} {message.Body.Length} bytes"))}";

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
