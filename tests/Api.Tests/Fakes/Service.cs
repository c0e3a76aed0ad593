using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Seq2SeqService.Inference;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Tests.Fakes;

/// <summary>The service as it is, with fakes behind its two borders and the log kept for the test to read.</summary>
internal sealed class Service : WebApplicationFactory<Program>
{
    public FakeTranslator Translator { get; init; } = new();

    public FakeCatalog Catalog { get; init; } = new();

    public FakeOperator Operator { get; } = new();

    public RememberedLog Log { get; } = new();

    public string Environment { get; init; } = "Production";

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Dictionary<string, string> Settings { get; init; } = [];

    public Task<HttpResponseMessage> PostAsync(string json) =>
        PostAsync(new StringContent(json, Encoding.UTF8, "application/json"));

    public Task<HttpResponseMessage> PostAsync(HttpContent content) =>
        CreateClient().PostAsync("/translate", content, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> GetAsync(string path) =>
        CreateClient(new() { AllowAutoRedirect = false }).GetAsync(path, TestContext.Current.CancellationToken);

    public static async Task<JsonNode> JsonOf(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("environment", Environment);
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("Serilog:MinimumLevel", "Fatal");   // the console; what is remembered is decided by Logging:LogLevel
        foreach (var (name, value) in Settings)
            builder.UseSetting(name, value);

        builder.ConfigureLogging(logging => logging.AddProvider(Log));
        builder.ConfigureTestServices(services =>
        {
            // The fakes answer; the real store behind them would load the repository's own model.
            foreach (var watcher in services.Where(service => service.ServiceType == typeof(IHostedService)
                && service.ImplementationType?.Assembly == typeof(ITranslator).Assembly).ToList())
                services.Remove(watcher);

            services.AddSingleton(Clock);
            services.AddSingleton<ITranslator>(Translator);
            services.AddSingleton<IModelCatalog>(Catalog);
            services.AddSingleton<IModelOperator>(Operator);
        });
    }
}
