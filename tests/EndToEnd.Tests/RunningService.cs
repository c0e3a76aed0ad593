using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Seq2SeqService.EndToEnd.Tests;

/// <summary>The whole service on a real port of its own, with a model store and settings of the test's choice.</summary>
internal sealed class RunningService : WebApplicationFactory<Program>
{
    private readonly string _store;
    private readonly (string Name, string Value)[] _settings;

    public RunningService(string store, params (string Name, string Value)[] settings)
    {
        (_store, _settings) = (store, settings);
        UseKestrel();
        StartServer();
        Address = ClientOptions.BaseAddress;
    }

    public Uri Address { get; }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("Inference:ModelsDirectory", _store);
        builder.UseSetting("Inference:Cache:MaxMegabytes", "0");   // what was remembered would prove nothing
        foreach (var (name, value) in _settings)
            builder.UseSetting(name, value);
    }
}
