using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Seq2SeqService.Inference;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Tests.Fakes;

/// <summary>The service as it is, with fakes behind its two borders and the log kept for the test to read.</summary>
internal sealed class Service : WebApplicationFactory<Program>
{
    public FakeTranslator Translator { get; init; } = new();

    public FakeCatalog Catalog { get; init; } = new();

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
        foreach (var (name, value) in Settings)
            builder.UseSetting(name, value);

        builder.ConfigureLogging(logging => logging.AddProvider(Log));
        builder.ConfigureTestServices(services => services
            .AddSingleton(Clock)
            .AddSingleton<ITranslator>(Translator)
            .AddSingleton<IModelCatalog>(Catalog));
    }
}
