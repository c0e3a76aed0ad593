using System.Net;
using System.Text.Json.Nodes;
using Seq2SeqService.Client.Tests.Fakes;

namespace Seq2SeqService.Client.Tests;

public sealed class TranslateTests
{
    private const string One = """{"translatedText":["Hallo!"],"model":{"name":"en-de","version":"7"},"timings":{"queue":0.5,"decode":20,"total":21}}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_is_sent_and_its_translation_comes_back()
    {
        using var service = new StubService(StubService.Json(One));

        var translation = await Clients.Over(service).TranslateAsync("Hello!", "en", "de", cancel: Cancel);

        Assert.Equal(("Hallo!", "7", 20), (translation.Text, translation.Model?.Version, translation.Timings?.Decode));
        Assert.Equal(("POST", "/translate"), (service.Asked[0].Method, service.Asked[0].Path));
        Assert.Equal("""{"q":["Hello!"],"source":"en","target":"de"}""", service.Asked[0].Body);
    }

    [Fact]
    public async Task Several_texts_are_answered_in_their_order_with_what_belongs_to_each()
    {
        using var service = new StubService(StubService.Json(
            """
            {"translatedText":["A","B"],"detectedLanguage":[{"language":"en","confidence":98},{"language":"fr","confidence":51}],"alternatives":[["a"],["b"]],
             "results":[{"text":"A","score":-0.5,"tokens":2},{"text":"B","sentences":[{"text":"b","translatedText":"B","alignment":"0:0-0:0","confidence":0.9,
               "words":[{"text":"B","start":0,"end":0,"confidence":0.8}],"warnings":[{"code":"tooLong","message":"Long.","mended":false}]}]}],
             "timings":{"queue":0,"decode":0,"total":0},"later":"unknown"}
            """));

        var translations = await Clients.Over(service).TranslateAsync(["a", "b"], TranslationClient.Auto, "de", cancel: Cancel);

        Assert.Equal(["A", "B"], translations.Select(translation => translation.Text));
        Assert.Equal(["en", "fr"], translations.Select(translation => translation.DetectedLanguage!.Language));
        Assert.Equal(["b"], translations[1].Alternatives);
        Assert.Equal((-0.5, 2), (translations[0].Score, translations[0].Tokens));
        Assert.Equal(("tooLong", "B"), (translations[1].Sentences[0].Warnings[0].Code, translations[1].Sentences[0].Words[0].Text));
        Assert.Null(translations[0].Model);
    }

    [Fact]
    public async Task Every_option_is_sent_under_the_name_that_the_service_knows()
    {
        using var service = new StubService(StubService.Json(One));
        var options = new TranslateOptions
        {
            Format = TextFormat.Html, Alternatives = 2, BeamSize = 4, LengthPenalty = 0.5, MaxLength = 90, MinLength = 1, NoRepeatNgram = 3, Temperature = 0.1,
            TopK = 5, TopP = 0.9, Seed = 7, Prefix = "Ja", Glossary = new Dictionary<string, string> { ["a"] = "b" }, GlossaryId = "g1", Guards = false, Scores = true,
            Attention = true, Alignment = true, Confidence = true, DeadlineMs = 900, Priority = "bulk", Model = "en-de",
        };

        await Clients.Over(service).TranslateAsync("Hello!", "en", "de", options, Cancel);

        var sent = JsonNode.Parse(service.Asked[0].Body)!.AsObject();
        Assert.Equal(("html", 2), ((string?)sent["format"], (int?)sent["alternatives"]));
        Assert.Equal(
            """
            {"beamSize":4,"lengthPenalty":0.5,"maxLength":90,"minLength":1,"noRepeatNgram":3,"temperature":0.1,"topK":5,"topP":0.9,"seed":7,"prefix":"Ja","glossary":{"a":"b"},"glossaryId":"g1","guards":false,"scores":true,"attention":true,"alignment":true,"confidence":true,"deadlineMs":900,"priority":"bulk","model":"en-de"}
            """.Trim(),
            sent["options"]!.ToJsonString());
        Assert.Equal(typeof(TranslateOptions).GetProperties().Length - 2, sent["options"]!.AsObject().Count);   // without format and alternatives
    }

    [Fact]
    public async Task A_refusal_says_all_that_the_service_said()
    {
        using var service = new StubService(StubService.Json(
            """{"type":"/problems/invalid-request","title":"Faulty.","status":400,"detail":"q[0]: must not be empty.","error":"x","errors":{"q[0]":["must not be empty"]},"traceId":"0af7"}""",
            HttpStatusCode.BadRequest, "application/problem+json"));

        var refused = await Assert.ThrowsAsync<TranslationServiceException>(() => Clients.Over(service).TranslateAsync("", "en", "de", cancel: Cancel));

        Assert.Equal((HttpStatusCode.BadRequest, "/problems/invalid-request", "Faulty.", "0af7"), (refused.Status, refused.Type, refused.Title, refused.TraceId));
        Assert.Equal("q[0]: must not be empty.", refused.Message);
        Assert.Equal(["must not be empty"], refused.Errors["q[0]"]);
        Assert.False(refused.IsTransient);
        Assert.Single(service.Asked);
    }

    [Theory]
    [InlineData("<html>A proxy's page</html>")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"translatedText":"one"}""")]
    [InlineData("""{"translatedText":["one","two"]}""")]
    [InlineData("""{"translatedText":["one"],"alternatives":[]}""")]
    [InlineData("""{"translatedText":["on""")]
    public async Task An_answer_that_is_none_of_the_services_is_said_to_be_so(string body)
    {
        using var service = new StubService(StubService.Json(body));

        var error = await Assert.ThrowsAsync<TranslationServiceException>(() => Clients.Over(service).TranslateAsync("Hello!", "en", "de", cancel: Cancel));

        Assert.Contains("cannot be read", error.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, error.Status);
    }

    [Fact]
    public async Task An_error_page_of_a_proxy_keeps_its_status()
    {
        using var service = new StubService(StubService.Json("<h1>Forbidden</h1>", HttpStatusCode.Forbidden, "text/html"));

        var error = await Assert.ThrowsAsync<TranslationServiceException>(() => Clients.Over(service).LanguagesAsync(Cancel));

        Assert.Equal(HttpStatusCode.Forbidden, error.Status);
        Assert.Null(error.Type);
    }

    [Fact]
    public async Task The_key_and_the_path_of_the_address_are_kept()
    {
        using var service = new StubService(StubService.Json("[]"));
        var options = new TranslationClientOptions { BaseAddress = new("http://proxy.test/translation"), ApiKey = "k-1" };

        await Clients.Over(service, options: options).ModelsAsync(Cancel);

        Assert.Equal(("/translation/models", "Bearer k-1"), (service.Asked[0].Path, service.Asked[0].Authorization));
    }
}
