using System.Text.Json.Nodes;
using Seq2SeqService.EndToEnd.Tests.Bundled;
using Seq2SeqService.EndToEnd.Tests.Serving;

namespace Seq2SeqService.EndToEnd.Tests.Clients;

/// <summary>Clients that people have, at the service as it is, with the model that comes with it.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private readonly RunningService _service = new(BundledModel.Store, ("Serilog:MinimumLevel", "Fatal"));

    public async ValueTask InitializeAsync()
    {
        using var http = new HttpClient { BaseAddress = _service.Address };
        await Condition.MetAsync(async () => (await http.GetAsync("health/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [NodeFact]
    public async Task Libretranslate_ts_lists_detects_and_translates()
    {
        var answers = await ClientScript.RunAsync("libretranslate-ts.js", _service.Address);

        Assert.Equal(
            """[{"code":"de","name":"German","targets":["de","en"]},{"code":"en","name":"English","targets":["de","en"]}]""", answers["languages"]!.ToJsonString());
        Assert.Equal("""{"status":200,"language":"de","confidence":100}""", answers["detected"]!.ToJsonString());
        Assert.Equal("""{"status":200,"translatedText":"Guten Morgen!"}""", answers["translated"]!.ToJsonString());
        Assert.Equal("Good morning!", (string?)answers["automatic"]!["translatedText"]);
        Assert.Equal(2, answers["automatic"]!["alternatives"]!.AsArray().Count);
        Assert.Equal("zz is not supported", (string?)answers["refused"]!["error"]);
        Assert.Equal("q: must not be empty.", (string?)answers["empty"]!["error"]);
    }

    [NodeFact]
    public async Task Libretranslate_translates_and_refuses()
    {
        var answers = await ClientScript.RunAsync("libretranslate.js", _service.Address);

        Assert.Equal("Guten Morgen!", (string?)answers["translated"]!["value"]);
        Assert.Contains("language", (string?)answers["refused"]!["error"], StringComparison.Ordinal);
    }

    [NodeFact]
    public async Task Translate_translates_both_ways_and_shows_the_error()
    {
        var answers = await ClientScript.RunAsync("translate.js", _service.Address);

        Assert.Equal("Guten Morgen!", (string?)answers["translated"]);
        Assert.Equal("Good morning!", (string?)answers["back"]);
        Assert.Equal("fr is not supported", (string?)answers["refused"]!["error"]);
    }

    [NodeFact]
    public async Task Deepl_node_translates_lists_counts_and_understands_refusals()
    {
        var answers = await ClientScript.RunAsync("deepl.js", _service.Address);

        Assert.InRange((int)answers["firstMilliseconds"]!, 0, 5000);   // the client gives up a first try after five seconds
        Assert.Equal("""{"text":"Guten Morgen!","detectedSourceLang":"en","billedCharacters":13}""", answers["one"]!.ToJsonString());
        Assert.Equal(["Guten Morgen!", "Wo ist der Bahnhof?"], answers["several"]!.AsArray().Select(text => (string?)text!["text"]));
        Assert.Equal("Good morning!", (string?)answers["back"]!["text"]);
        Assert.Equal("Guten Morgen!", (string?)answers["options"]!["text"]);
        Assert.Equal(["de", "en"], answers["sources"]!.AsArray().Select(language => (string?)language!["code"]));
        Assert.Equal(["de", "en-GB", "en-US"], answers["targets"]!.AsArray().Select(language => (string?)language!["code"]));
        Assert.Equal(13 + 13 + 21 + 13 + 13, (int)answers["usage"]!["character"]!["count"]!);
        AssertRefused(answers["unknownTarget"], "target_lang");
        AssertRefused(answers["unknownSource"], "source_lang");
        AssertRefused(answers["formality"], "formality");
        Assert.Contains("413", (string?)answers["tooLong"]!["message"], StringComparison.Ordinal);
        Assert.Contains("at most 5000 are accepted", (string?)answers["tooLong"]!["message"], StringComparison.Ordinal);
    }

    [NodeFact]
    public async Task Deepl_node_translates_documents_and_tags()
    {
        var folder = Directory.CreateTempSubdirectory("documents-");
        try
        {
            var answers = await ClientScript.RunAsync("deepl-documents.js", _service.Address, folder.FullName);

            Assert.Equal("done", (string?)answers["status"]);
            Assert.Equal("Guten Morgen!\n\nWo ist der Bahnhof?\n", (string?)answers["text"]);
            Assert.Equal("""<html><body><p>Guten <b>Morgen</b>!</p><script>var a = "Good morning!";</script></body></html>""", (string?)answers["page"]);
            Assert.Contains("The file is not JSON", (string?)answers["failure"]!["message"], StringComparison.Ordinal);
            Assert.Equal("<p>Guten <b>Morgen</b>!</p>", (string?)answers["tags"]);
            Assert.Equal("<a>Guten Morgen! <keep>Good morning!</keep></a>", (string?)answers["xml"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [NodeFact]
    public async Task Deepl_node_keeps_glossaries_translates_with_them_and_understands_refusals()
    {
        var folder = Directory.CreateTempSubdirectory("glossaries-");
        try
        {
            await using var service = new RunningService(BundledModel.Store, ("Serilog:MinimumLevel", "Fatal"), ("Api:Glossaries:Directory", folder.FullName));
            using (var http = new HttpClient { BaseAddress = service.Address })
                await Condition.MetAsync(async () => (await http.GetAsync("health/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode);

            var answers = await ClientScript.RunAsync("deepl-glossaries.js", service.Address, folder.FullName);

            Assert.Equal("""[{"sourceLang":"de","targetLang":"en"},{"sourceLang":"en","targetLang":"de"}]""", answers["pairs"]!.ToJsonString());
            Assert.Equal("""{"name":"Railway","ready":true,"sourceLang":"en","targetLang":"de","entryCount":2}""", answers["made"]!.ToJsonString());
            Assert.InRange((long)answers["age"]!, 0, 600_000);
            Assert.True((bool)answers["same"]!);
            Assert.Equal("""{"station":"Haltestelle","Acme, Inc.":"Acme, Inc."}""", answers["entries"]!.ToJsonString());
            Assert.Equal("""{"Buch":"volume, large","Haus":"home"}""", answers["csvEntries"]!.ToJsonString());
            Assert.Equal(["Railway", "Book"], answers["listed"]!.AsArray().Select(name => (string?)name));
            foreach (var with in new[] { "translated", "byIds", "document", "severalTranslated" })
                Assert.Contains("Haltestelle", (string?)answers[with], StringComparison.Ordinal);
            AssertRefused(answers["wrongWay"], "en-de");
            AssertRefused(answers["duplicate"], "line 2");
            Assert.Equal(
                """{"name":"Renamed","dictionaries":[{"sourceLangCode":"de","targetLangCode":"en","entryCount":2},{"sourceLangCode":"en","targetLangCode":"de","entryCount":2}]}""",
                answers["several"]!.ToJsonString());
            Assert.Equal("""{"station":"Haltestelle","train":"Bahn"}""", answers["severalEntries"]!.ToJsonString());
            Assert.Equal((1, 0), ((int)answers["severalLeft"]!, (int)answers["left"]!));
            foreach (var gone in new[] { "gone", "goneEntries", "goneDelete", "goneSeveral" })
                Assert.Equal("GlossaryNotFoundError", (string?)answers[gone]!["type"]);
            Assert.Contains("no glossary", (string?)answers["goneTranslation"]!["message"], StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [NodeFact]
    public async Task Deepl_node_comes_again_until_a_model_serves()
    {
        using var store = new TinyStore();
        Directory.CreateDirectory(store.Root);
        await using var service = TinyClient.Serve(store, ("Inference:MaxSentenceTokens", "20"));
        using var script = new ClientScript("deepl-retry.js", service.Address.ToString());

        var early = await script.NextAsync();
        store.Publish(1);
        var late = await script.NextAsync();

        Assert.Contains("No model", (string?)early["early"], StringComparison.Ordinal);
        Assert.Equal("Where is the fox?".Length, (int)late["billed"]!);
    }

    private static void AssertRefused(JsonNode? failure, string field)
    {
        Assert.Equal("DeepLError", (string?)failure!["type"]);
        Assert.Contains("Bad request", (string?)failure["message"], StringComparison.Ordinal);
        Assert.Contains(field, (string?)failure["message"], StringComparison.Ordinal);
    }
}
