using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests;

public sealed class DetectionTests
{
    private const string German = "Wo ist bitte der Bahnhof?";
    private const string English = "Where is the station, please?";
    private const string French = "Je ne sais pas où se trouve la gare.";

    [Fact]
    public async Task A_text_is_translated_from_the_language_it_is_in()
    {
        await using var service = new Service();

        var answer = await Translated(service, $$"""{"q":"{{German}}","source":"auto","target":"en"}""");

        Assert.Equal("de", service.Translator.Asked.Single().Source);
        Assert.Equal(German.ToUpperInvariant(), (string?)answer["translatedText"]);
        Assert.Equal("""{"confidence":100,"language":"de"}""", answer["detectedLanguage"]!.ToJsonString());
    }

    [Fact]
    public async Task Nothing_is_detected_where_the_language_is_named()
    {
        await using var service = new Service();

        var answer = await Translated(service, $$"""{"q":"{{German}}","source":"en","target":"de"}""");

        Assert.Equal("en", service.Translator.Asked.Single().Source);
        Assert.Null(answer["detectedLanguage"]);
    }

    [Fact]
    public async Task Each_text_of_several_has_its_own_language()
    {
        await using var service = new Service { Catalog = new() { Models = [FakeCatalog.Model("m", "1", ("en", "zh-Hans"), ("de", "zh-Hans"))] } };

        var answer = await Translated(service, $$"""{"q":["{{German}}","{{English}}","Guten Abend, Herr Müller!"],"source":"AUTO","target":"zh-hans"}""");

        Assert.Equal(["de", "en", "de"], answer["detectedLanguage"]!.AsArray().Select(language => (string?)language!["language"]));
        Assert.Equal([German.ToUpperInvariant(), English.ToUpperInvariant(), "GUTEN ABEND, HERR MÜLLER!"], answer["translatedText"]!.AsArray().Select(text => (string?)text));
        Assert.Equal(["de 2", "en 1"], service.Translator.Asked.Select(asked => $"{asked.Source} {asked.Texts.Count}").Order());
    }

    [Fact]
    public async Task A_text_in_the_language_wanted_comes_back_as_it_is()
    {
        await using var service = new Service();

        var answer = await Translated(service, $$"""{"q":["{{German}}","{{English}}"],"source":"auto","target":"de"}""");

        Assert.Equal([German, English.ToUpperInvariant()], answer["translatedText"]!.AsArray().Select(text => (string?)text));
        Assert.Equal(English, service.Translator.Asked.Single().Texts.Single());
    }

    [Fact]
    public async Task No_model_answers_where_the_source_is_the_target()
    {
        await using var service = new Service();

        var answer = await Translated(service, $$"""{"q":"{{German}}","source":"de","target":"DE"}""");

        Assert.Equal(German, (string?)answer["translatedText"]);
        Assert.Null(answer["model"]);
        Assert.Empty(service.Translator.Asked);
    }

    [Theory]
    [InlineData("🙂 12:30")]
    [InlineData(" ")]
    public async Task What_has_no_language_counts_as_English_without_confidence(string text)
    {
        await using var service = new Service();

        var answer = await Translated(service, new JsonObject { ["q"] = text, ["source"] = "auto", ["target"] = "de" }.ToJsonString());

        Assert.Equal("""{"confidence":0,"language":"en"}""", answer["detectedLanguage"]!.ToJsonString());
    }

    [Fact]
    public async Task A_text_in_no_language_served_is_guessed_with_little_confidence()
    {
        await using var service = new Service();

        var answer = await Translated(service, new JsonObject { ["q"] = French, ["source"] = "auto", ["target"] = "de" }.ToJsonString());

        Assert.InRange((int)answer["detectedLanguage"]!["confidence"]!, 0, 10);
    }

    [Theory]
    [InlineData("de")]
    [InlineData("zh")]   // zh-Hans is served
    public async Task The_fallback_takes_what_is_not_recognised(string fallback)
    {
        await using var service = new Service
        {
            Settings = { ["Api:Detection:Fallback"] = fallback },
            Catalog = new() { Models = [FakeCatalog.Model("m", "1", ("en", "ru"), ("de", "ru"), ("zh-Hans", "ru"))] },
        };

        await Translated(service, new JsonObject { ["q"] = new JsonArray(French, "...", English), ["source"] = "auto", ["target"] = "ru" }.ToJsonString());

        Assert.Equal([English], service.Translator.Asked.Single(asked => asked.Source == "en").Texts);
        Assert.Equal([French, "..."], service.Translator.Asked.Single(asked => asked.Source!.StartsWith(fallback, StringComparison.Ordinal)).Texts);
    }

    [Fact]
    public async Task Only_languages_that_lead_to_the_target_are_taken()
    {
        await using var service = new Service();

        await Translated(service, $$"""{"q":"{{German}}","source":"auto","target":"zh-Hans"}""");

        Assert.Equal("en", service.Translator.Asked.Single().Source);   // German is read, but not translated to Chinese
    }

    [Fact]
    public async Task A_refusal_names_the_text_by_its_place_in_the_request()
    {
        var translator = new FakeTranslator
        {
            Behaviour = (request, _) => request.Source == "de"
                ? Task.FromException<TranslationResult>(new TranslationException(TranslationFailure.TextTooLong, "Too long.", text: request.Texts.Count > 1 ? 1 : null))
                : new FakeTranslator().TranslateAsync(request, CancellationToken.None),
        };
        await using var service = new Service
        {
            Translator = translator, Catalog = new() { Models = [FakeCatalog.Model("m", "1", ("en", "ru"), ("de", "ru"))] },
        };

        var one = await service.PostAsync($$"""{"q":["{{English}}","{{German}}"],"source":"auto","target":"ru"}""");
        var two = await service.PostAsync($$"""{"q":["{{German}}","{{English}}","{{German}}"],"source":"auto","target":"ru"}""");

        await ProblemAssert.IsProblemAsync(one, 413, "too-large", "q[1]");
        await ProblemAssert.IsProblemAsync(two, 413, "too-large", "q[2]");
    }

    [Fact]
    public async Task Detect_ranks_the_languages_that_are_served()
    {
        await using var service = new Service();

        var response = await Detect(service, $$"""{"q":"{{German}}","api_key":"k","format":"text"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var ranked = (await Service.JsonOf(response)).AsArray();
        Assert.Equal("""{"confidence":100,"language":"de"}""", ranked[0]!.ToJsonString());
        Assert.All(ranked, language => Assert.Contains((string)language!["language"]!, new[] { "de", "en", "zh-Hans" }));
    }

    [Theory]
    [InlineData("""{}""", "q")]
    [InlineData("""{"q":""}""", "q")]
    [InlineData("""{"q":["a"]}""", "q")]
    [InlineData("""{"q":"a","source":"en"}""", "source")]
    public async Task Detect_names_a_faulty_field(string json, string field)
    {
        await using var service = new Service();

        await ProblemAssert.IsProblemAsync(await Detect(service, json), 400, "invalid-request", field);
    }

    private static Task<HttpResponseMessage> Detect(Service service, string json) =>
        service.CreateClient().PostAsync("/detect", new StringContent(json, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

    private static async Task<JsonNode> Translated(Service service, string json)
    {
        var response = await service.PostAsync(json);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!;
    }
}
