using System.Net;
using Seq2SeqService.Client;
using Seq2SeqService.EndToEnd.Tests.Bundled;

namespace Seq2SeqService.EndToEnd.Tests.Clients;

/// <summary>Clients that people have, and our own, at a service that wants keys: with the right one, and with a wrong one.</summary>
public sealed class KeyClientTests : IAsyncLifetime
{
    private readonly KeptKey _key = new("translate");
    private readonly RunningService _service;

    public KeyClientTests() => _service = new(BundledModel.Store, ("Serilog:MinimumLevel", "Fatal"), _key.Setting);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var http = new HttpClient { BaseAddress = _service.Address };
        await Condition.MetAsync(async () => (await http.GetAsync("health/ready", Cancel)).IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _key.Dispose();
    }

    [NodeFact]
    public async Task Public_clients_show_their_key_and_understand_its_refusal()
    {
        var answers = await ClientScript.RunAsync("keys.js", _service.Address, _key.Text);

        Assert.Equal("Guten Morgen!", (string?)answers["deepl"]!["right"]!["value"]);
        Assert.Equal("AuthorizationError", (string?)answers["deepl"]!["wrong"]!["type"]);
        Assert.Equal("Guten Morgen!", (string?)answers["libreTranslateTs"]!["right"]!["translatedText"]);
        Assert.Equal("Invalid API key.", (string?)answers["libreTranslateTs"]!["wrong"]!["error"]);
        Assert.Equal("Guten Morgen!", (string?)answers["libreTranslate"]!["right"]!["value"]);
        Assert.Null(answers["libreTranslate"]!["wrong"]!["value"]);
    }

    [Fact]
    public async Task Our_client_shows_its_key_and_names_the_kind_of_refusal()
    {
        var right = new TranslationClient(new TranslationClientOptions { BaseAddress = _service.Address, ApiKey = _key.Text });
        var none = new TranslationClient(new TranslationClientOptions { BaseAddress = _service.Address });

        Assert.Equal("Guten Morgen!", (await right.TranslateAsync("Good morning!", "en", "de", cancel: Cancel)).Text);
        var refused = await Assert.ThrowsAsync<TranslationServiceException>(() => none.TranslateAsync("Good morning!", "en", "de", cancel: Cancel));

        Assert.Equal((HttpStatusCode.Unauthorized, "/problems/key-required"), (refused.Status, refused.Type));
    }
}
