using System.Net;
using System.Text;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests.Dialects;

public sealed class LibreTranslateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_is_read_as_JSON_is()
    {
        await using var service = new Service();

        var response = await service.PostAsync(new FormUrlEncodedContent(
        [
            new("q", "Hello\r\nworld"), new("source", "EN"), new("target", "de"), new("format", "text"), new("alternatives", "1"), new("api_key", ""), new("colour", "red"),
        ]));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await Service.JsonOf(response);
        Assert.Equal("HELLO\nWORLD", (string?)answer["translatedText"]);
        Assert.Equal("""["HELLO\nWORLD 1"]""", answer["alternatives"]!.ToJsonString());
    }

    [Fact]
    public async Task A_multipart_form_is_read_too()
    {
        await using var service = new Service();
        using var form = new MultipartFormDataContent { { new StringContent("Hello"), "q" }, { new StringContent("en"), "source" }, { new StringContent("de"), "target" } };

        Assert.Equal("HELLO", (string?)(await Service.JsonOf(await service.PostAsync(form)))["translatedText"]);
    }

    [Theory]
    [InlineData("/translate?q=Hello%20you&source=en&target=de&api_key=k")]
    [InlineData("/translate?q=Hello+you&source=en&target=de")]
    public async Task Without_a_body_the_query_is_read(string address)
    {
        await using var service = new Service();

        var response = await service.CreateClient().PostAsync(address, content: null, Cancel);

        Assert.Equal("HELLO YOU", (string?)(await Service.JsonOf(response))["translatedText"]);
    }

    [Fact]
    public async Task A_text_given_several_times_is_an_array()
    {
        await using var service = new Service();

        var response = await service.PostAsync(new FormUrlEncodedContent([new("q", "one"), new("q", "two"), new("source", "en"), new("target", "de")]));

        Assert.Equal("""["ONE","TWO"]""", (await Service.JsonOf(response))["translatedText"]!.ToJsonString());
    }

    [Fact]
    public async Task Detect_reads_forms()
    {
        await using var service = new Service();

        var response = await service.CreateClient().PostAsync("/detect", new FormUrlEncodedContent([new("q", "Wo ist bitte der Bahnhof?")]), Cancel);

        Assert.Equal("de", (string?)(await Service.JsonOf(response))[0]!["language"]);
    }

    [Theory]
    [InlineData("source=en&target=de", "Invalid request: missing q parameter")]
    [InlineData("q=a&target=de", "Invalid request: missing source parameter")]
    [InlineData("q=a&source=en", "Invalid request: missing target parameter")]
    [InlineData("q=a&source=zz&target=de", "zz is not supported")]
    [InlineData("q=a&source=en&target=zz", "zz is not supported")]
    public async Task Refusals_have_an_error_in_the_words_that_clients_know(string form, string error)
    {
        await using var service = new Service();

        var response = await service.PostAsync(new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(error, (string?)(await Service.JsonOf(response))["error"]);
    }

    [Theory]
    [InlineData("q=a&source=en&target=de&alternatives=many", "alternatives: must be a whole number of at most 32 bits, and must be given once.")]
    [InlineData("q=a&source=en&target=de&alternatives=100", "alternatives: must be between 0 and 5.")]
    [InlineData("q=a&source=en&target=de&target=de", "target: must be a string of well-formed Unicode, and must be given once.")]
    public async Task Every_other_refusal_has_an_error_too(string form, string error)
    {
        await using var service = new Service();

        var response = await service.PostAsync(new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"));

        Assert.Equal(error, (string?)(await Service.JsonOf(response))["error"]);
    }

    [Fact]
    public async Task A_failure_of_the_translator_has_an_error()
    {
        await using var service = new Service { Translator = FakeTranslator.Refusing(TranslationFailure.QueueFull, "Full.") };

        var response = await service.PostAsync("""{"q":"a","source":"en","target":"de"}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("Full.", (string?)(await Service.JsonOf(response))["error"]);
    }

    [Fact]
    public async Task A_form_that_is_none_is_refused()
    {
        await using var service = new Service();
        var content = new StringContent("q=a%00", Encoding.UTF8, "application/x-www-form-urlencoded");

        await ProblemAssert.IsProblemAsync(await service.PostAsync(content), 400, "unreadable-request", "body");
    }

    [Theory]
    [InlineData("""{"q":"a","source":"en","target":"de","apiKey":"k"}""")]
    [InlineData("""{"q":"a","source":"en","target":"de","secret":"s","api_key":null}""")]
    public async Task What_clients_send_along_is_taken(string json)
    {
        await using var service = new Service();

        Assert.Equal(HttpStatusCode.OK, (await service.PostAsync(json)).StatusCode);
    }

    [Theory]
    [InlineData("zh", "zh-Hans", "zh-Hans")]
    [InlineData("zh-hans", "zh", "zh")]
    [InlineData("pb", "pt-BR", "pt-BR")]
    [InlineData("zt", "zh-Hant", "zh-Hant")]
    public async Task A_language_may_be_called_by_an_older_code(string asked, string served, string taken)
    {
        await using var service = new Service { Catalog = new() { Models = [FakeCatalog.Model("m", "1", ("en", served))] } };

        Assert.Equal(HttpStatusCode.OK, (await service.PostAsync($$"""{"q":"a","source":"en","target":"{{asked}}"}""")).StatusCode);
        Assert.Equal(taken, service.Translator.Asked.Single().Target);
    }

    [Fact]
    public async Task The_frontend_settings_tell_what_there_is()
    {
        await using var service = new Service { Settings = { ["Inference:MaxTextCharacters"] = "777" } };

        var settings = await Service.JsonOf(await service.GetAsync("/frontend/settings"));

        Assert.Equal(777, (int)settings["charLimit"]!);
        Assert.False((bool)settings["keyRequired"]!);
        Assert.Equal(
            """{"source":{"code":"auto","name":"Auto Detect"},"target":{"code":"en","name":"English"}}""", settings["language"]!.ToJsonString());
    }

    [Fact]
    public async Task Health_is_ok() =>
        Assert.Equal("""{"status":"ok"}""", await WithServiceAsync(async service => (await Service.JsonOf(await service.GetAsync("/health"))).ToJsonString()));

    [Fact]
    public async Task Suggestions_are_declined()
    {
        await using var service = new Service();

        var response = await service.CreateClient().PostAsync("/suggest", new StringContent("{}", Encoding.UTF8, "application/json"), Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("Suggestions are disabled on this server.", (string?)(await Service.JsonOf(response))["error"]);
    }

    [Theory]
    [InlineData("GET", "/translate")]
    [InlineData("GET", "/detect")]
    [InlineData("GET", "/suggest")]
    [InlineData("POST", "/languages")]
    [InlineData("POST", "/frontend/settings")]
    [InlineData("POST", "/health")]
    public async Task The_wrong_verb_is_a_405(string verb, string address)
    {
        await using var service = new Service();
        using var request = new HttpRequestMessage(new(verb), address);

        var response = await service.CreateClient().SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.NotEmpty((string?)(await Service.JsonOf(response))["error"] ?? "");
    }

    [Fact]
    public async Task Pages_of_other_origins_may_call()
    {
        await using var service = new Service();
        using var question = new HttpRequestMessage(HttpMethod.Options, "/translate");
        question.Headers.Add("Origin", "https://example.org");
        question.Headers.Add("Access-Control-Request-Method", "POST");

        var answers = new[] { await service.CreateClient().SendAsync(question, Cancel), await service.GetAsync("/languages"), await service.PostAsync("{}") };

        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.OK, HttpStatusCode.BadRequest], answers.Select(answer => answer.StatusCode));
        Assert.All(answers, answer => Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        Assert.All(answers, answer => Assert.Equal("Authorization, Content-Type", answer.Headers.GetValues("Access-Control-Allow-Headers").Single()));
    }

    [Fact]
    public async Task Without_an_allowed_origin_pages_of_others_may_not()
    {
        await using var service = new Service { Settings = { ["Api:AllowedOrigin"] = "" } };

        Assert.False((await service.GetAsync("/languages")).Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Switched_off_the_dialect_is_gone_and_our_own_routes_stay()
    {
        await using var service = new Service { Settings = { ["Api:LibreTranslate"] = "false" } };

        Assert.Equal(HttpStatusCode.NotFound, (await service.GetAsync("/frontend/settings")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await service.GetAsync("/health")).StatusCode);
        var form = await service.PostAsync(new FormUrlEncodedContent([new("q", "a"), new("source", "en"), new("target", "de")]));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, form.StatusCode);
        var json = await service.PostAsync("""{"q":"a","source":"en","target":"de"}""");
        Assert.Equal(HttpStatusCode.OK, json.StatusCode);
        Assert.False(json.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private static async Task<T> WithServiceAsync<T>(Func<Service, Task<T>> ask)
    {
        await using var service = new Service();
        return await ask(service);
    }
}
