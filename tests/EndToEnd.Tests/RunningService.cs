using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Seq2SeqService.EndToEnd.Tests;

/// <summary>The whole service on a real port of its own, with a model store of the test's choice.</summary>
internal sealed class RunningService : WebApplicationFactory<Program>
{
    private readonly string _store;

    public RunningService(string store)
    {
        _store = store;
        UseKestrel();
        StartServer();
        Address = ClientOptions.BaseAddress;
    }

    public Uri Address { get; }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("Inference:ModelsDirectory", _store);
    }
}
