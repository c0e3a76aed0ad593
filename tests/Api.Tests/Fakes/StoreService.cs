using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.EndToEnd.Tests;
using Seq2SeqService.EndToEnd.Tests.Serving;

namespace Seq2SeqService.Api.Tests.Fakes;

/// <summary>The whole service on a real port, with a model store of its own and nothing faked.</summary>
internal sealed class StoreService : WebApplicationFactory<Program>
{
    private readonly string _root = Directory.CreateTempSubdirectory("store-").FullName;

    /// <summary>Publishes a tiny random model; call it before the service is first asked.</summary>
    public void Publish(string model, Func<CheckpointContents, CheckpointContents> change) =>
        CheckpointPublisher.Publish(_root, model, change(TinyModel.Contents(seed: 1)), "1");

    /// <summary>A client as soon as every model of the store was loaded or refused.</summary>
    public async Task<HttpClient> StartAsync()
    {
        UseKestrel();
        var client = CreateClient();
        await Condition.MetAsync(async () => (await client.GetAsync("health/startup", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        return client;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("Serilog:MinimumLevel", "Fatal");
        builder.UseSetting("Inference:ModelsDirectory", _root);
        builder.UseSetting("Inference:Threads", "1");
    }
}
