using Seq2SeqService.EndToEnd.Tests.Bundled;

namespace Seq2SeqService.EndToEnd.Tests.Clients;

/// <summary>The OpenAPI document is good for what it is for: a validator accepts it, and a client made of it compiles strictly and works.</summary>
public sealed class GeneratedClientTests : IAsyncLifetime
{
    private readonly RunningService _service = new(BundledModel.Store, ("Serilog:MinimumLevel", "Fatal"));

    public async ValueTask InitializeAsync()
    {
        using var http = new HttpClient { BaseAddress = _service.Address };
        await Condition.MetAsync(async () => (await http.GetAsync("health/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [NodeFact]
    public async Task A_client_generated_from_the_document_compiles_and_translates()
    {
        var answers = await ClientScript.RunAsync("generated.js", _service.Address);

        Assert.Equal(
            """
            {"texts":["Guten Morgen!","Wo ist der Bahnhof?"],"score":"number","model":"en-de","refused":{"type":"/problems/unsupported-language","fields":["target"]},"detected":"de","targets":["de","en"],"directions":2,"ready":"ok","document":"Guten Morgen!"}
            """.Trim(),
            answers.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }
}
