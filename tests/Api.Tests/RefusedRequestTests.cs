using System.Net.Http.Headers;
using System.Text;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests;

public sealed class RefusedRequestTests
{
    [Theory]
    [InlineData("""{"source":"en","target":"de"}""", "q")]
    [InlineData("""{"q":null,"source":"en","target":"de"}""", "q")]
    [InlineData("""{"q":"","source":"en","target":"de"}""", "q")]
    [InlineData("""{"q":[],"source":"en","target":"de"}""", "q")]
    [InlineData("""{"q":5,"source":"en","target":"de"}""", "q")]
    [InlineData("""{"q":{"a":1},"source":"en","target":"de"}""", "q")]
    [InlineData("""{"q":["a",5],"source":"en","target":"de"}""", "q[1]")]
    [InlineData("""{"q":["a",null],"source":"en","target":"de"}""", "q[1]")]
    [InlineData("""{"q":[["a"]],"source":"en","target":"de"}""", "q[0]")]
    [InlineData("""{"q":"a\u0000b","source":"en","target":"de"}""", "q")]
    [InlineData("""{"q":["a","\u0000"],"source":"en","target":"de"}""", "q[1]")]
    [InlineData("""{"q":"a\ud800","source":"en","target":"de"}""", "q")]
    [InlineData("""{"q":["\udc00"],"source":"en","target":"de"}""", "q[0]")]
    [InlineData("""{"q":["a","b",{}],"source":"en","target":"de"}""", "q[2]")]
    [InlineData("""{"q":"a","source":5,"target":"de"}""", "source")]
    [InlineData("""{"q":"a","source":"\ud83d","target":"de"}""", "source")]
    [InlineData("""{"q":"a","source":"en","target":["de"]}""", "target")]
    [InlineData("""{"q":"a","source":"en","target":"de","format":"html","options":{"alignment":true}}""", "options.alignment")]
    [InlineData("""{"q":"a","source":"en","target":"de","format":"xml"}""", "format")]
    [InlineData("""{"q":"a","source":"en","target":"de","alternatives":-1}""", "alternatives")]
    [InlineData("""{"q":"a","source":"en","target":"de","alternatives":6}""", "alternatives")]
    [InlineData("""{"q":"a","source":"en","target":"de","alternatives":"2"}""", "alternatives")]
    [InlineData("""{"q":"a","source":"en","target":"de","alternatives":1.5}""", "alternatives")]
    [InlineData("""{"q":"a","source":"en","target":"de","alternatives":99999999999}""", "alternatives")]
    [InlineData("""{"q":"a","source":"en","target":"de","alternatives":2,"options":{"beamSize":2}}""", "alternatives")]
    [InlineData("""{"q":"a","source":"en","target":"de","alternatives":1,"options":{"temperature":1}}""", "alternatives")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":[]}""", "options")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"beamSize":0}}""", "options.beamSize")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"beamSize":17}}""", "options.beamSize")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"beamSize":true}}""", "options.beamSize")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"lengthPenalty":-0.1}}""", "options.lengthPenalty")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"lengthPenalty":1e999}}""", "options.lengthPenalty")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"lengthPenalty":"NaN"}}""", "options.lengthPenalty")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"maxLength":0}}""", "options.maxLength")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"minLength":-1}}""", "options.minLength")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"minLength":9,"maxLength":8}}""", "options.minLength")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"noRepeatNgram":33}}""", "options.noRepeatNgram")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"temperature":-1}}""", "options.temperature")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"temperature":1,"beamSize":2}}""", "options.temperature")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"topK":0}}""", "options.topK")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"topP":0}}""", "options.topP")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"topP":1.1}}""", "options.topP")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"seed":0.5}}""", "options.seed")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"scores":1}}""", "options.scores")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"attention":"yes"}}""", "options.attention")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"prefix":"a\u0000"}}""", "options.prefix")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"glossary":{"":"b"}}}""", "options.glossary")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"glossary":{"a":" b"}}}""", "options.glossary")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"glossary":{"a":"b\nc"}}}""", "options.glossary")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"glossary":{"a":null}}}""", "options.glossary")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"glossary":["a"]}}""", "options.glossary")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"model":7}}""", "options.model")]
    [InlineData("""{"q":"a","source":"en","target":"de","colour":"red"}""", "colour")]
    [InlineData("""{"Q":"a","source":"en","target":"de"}""", "Q")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"beam":2}}""", "options.beam")]
    [InlineData("""{"q":"a","q":"b","source":"en","target":"de"}""", "q")]
    [InlineData("""{"q":"a","source":"en","target":"de","options":{"seed":1,"seed":2}}""", "options.seed")]
    [InlineData("""{"q":"a","source":"en","target":"de","\ud800":1}""", "body")]
    [InlineData("[]", "body")]
    [InlineData("\"text\"", "body")]
    public async Task A_faulty_field_is_a_400_problem_that_names_it(string json, string field)
    {
        await using var service = new Service();

        await ProblemAssert.IsProblemAsync(await service.PostAsync(json), 400, "invalid-request", field);
        Assert.Empty(service.Translator.Asked);
    }

    [Fact]
    public async Task All_faulty_fields_are_named_at_once()
    {
        await using var service = new Service();

        var response = await service.PostAsync("""{"q":"","format":"xml","options":{"topK":0}}""");

        var errors = (await Service.JsonOf(response))["errors"]!.AsObject();
        Assert.Equal(["q", "format", "options.topK"], errors.Select(error => error.Key));
    }

    [Theory]
    [InlineData("{", "body")]
    [InlineData("{'q':'a'}", "body")]
    [InlineData("q=a&source=en&target=de", "body")]
    [InlineData("""{"q":"a""", "q")]
    [InlineData("""{"q":"a"} trailing""", "body")]
    [InlineData("{\"q\":\"line\nbreak\"}", "q")]
    [InlineData("""{"q":"a","options":{"beamSize":}}""", "options.beamSize")]
    public async Task Broken_JSON_is_a_400_problem_that_says_where(string json, string field)
    {
        await using var service = new Service();

        var fault = await ProblemAssert.IsProblemAsync(await service.PostAsync(json), 400, "unreadable-request", field);

        Assert.Contains("broken at line 1", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    public async Task An_empty_body_is_a_400_problem(string json)
    {
        await using var service = new Service();

        await ProblemAssert.IsProblemAsync(await service.PostAsync(json), 400, "unreadable-request", "body");
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_a_400_problem()
    {
        await using var service = new Service();
        var content = new ByteArrayContent([.. "{\"q\":\""u8, 0xff, 0xfe, .. "\",\"source\":\"en\",\"target\":\"de\"}"u8]);
        content.Headers.ContentType = new("application/json");

        await ProblemAssert.IsProblemAsync(await service.PostAsync(content), 400, "invalid-request", "q");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/jsonp")]
    [InlineData("application/json; charset=bogus")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task Another_media_type_or_charset_is_a_415_problem(string? mediaType)
    {
        await using var service = new Service();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"q":"a","source":"en","target":"de"}"""));
        if (mediaType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", mediaType);

        await ProblemAssert.IsProblemAsync(await service.PostAsync(content), 415, "unsupported-media-type", "Content-Type");
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON;charset=\"UTF-8\"")]
    public async Task UTF8_may_be_named(string mediaType)
    {
        await using var service = new Service();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"q":"a","source":"en","target":"de"}"""));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);

        Assert.True((await service.PostAsync(content)).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("fr", "de", "source", "'fr' is not served; served are de, en")]
    [InlineData("", "de", "source", "is required; served are de, en")]
    [InlineData("en", "fr", "target", "'fr' is not served; from en the service translates to de, zh-Hans")]
    [InlineData("en", "", "target", "is required; from en the service translates to de, zh-Hans")]
    [InlineData("a-very-long-code-that-nobody-serves", "de", "source", "'a-very-long-code-tha…' is not served")]
    public async Task An_unknown_language_is_a_400_problem_that_lists_what_is_served(string source, string target, string field, string said)
    {
        await using var service = new Service();

        var response = await service.PostAsync($$"""{"q":"a","source":"{{source}}","target":"{{target}}"}""");

        var fault = await ProblemAssert.IsProblemAsync(response, 400, "unsupported-language", field);
        Assert.Contains(said, fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_model_is_a_404_problem_that_lists_what_is_served()
    {
        await using var service = new Service();

        var response = await service.PostAsync("""{"q":"a","source":"en","target":"de","options":{"model":"fr-it"}}""");

        var fault = await ProblemAssert.IsProblemAsync(response, 404, "unknown-model", "options.model");
        Assert.Contains("'fr-it'", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("en-de, couplets", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_of_which_no_version_could_be_loaded_is_a_503_problem()
    {
        await using var service = new Service
        {
            Catalog = new()
            {
                Models =
                [
                    FakeCatalog.Model("en-de", "7", ("en", "de")),
                    FakeCatalog.Model("broken", version: null) with { Refused = [new("1", "model.safetensors: truncated", FakeCatalog.Morning)] },
                ],
            },
        };

        var response = await service.PostAsync("""{"q":"a","options":{"model":"broken"}}""");

        await ProblemAssert.IsProblemAsync(response, 503, "no-model", field: null);
        var detail = (string?)(await Service.JsonOf(response))["detail"];
        Assert.Equal("No version of the model 'broken' could be loaded yet; GET /models says why.", detail);
        Assert.Empty(service.Translator.Asked);
    }

    [Fact]
    public async Task A_quoted_name_is_never_cut_within_a_character()
    {
        await using var service = new Service();
        var (letters, signs) = (new string('a', 19), string.Concat(Enumerable.Repeat("😀", 40)));

        var language = await ProblemAssert.IsProblemAsync(
            await service.PostAsync($$"""{"q":"a","source":"{{letters + signs}}","target":"de"}"""), 400, "unsupported-language", "source");
        var field = await service.PostAsync($$"""{"q":"a","source":"en","target":"de","a{{signs}}":1}""");

        Assert.StartsWith($"'{letters}…'", language, StringComparison.Ordinal);
        var name = Assert.Single((await Service.JsonOf(field))["errors"]!.AsObject()).Key;
        Assert.EndsWith("😀…", name, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', name);
    }

    [Fact]
    public async Task Too_many_texts_are_a_413_problem()
    {
        await using var service = new Service { Settings = { ["Api:MaxTexts"] = "3" } };

        var response = await service.PostAsync("""{"q":["a","b","c","d"],"source":"en","target":"de"}""");

        var fault = await ProblemAssert.IsProblemAsync(response, 413, "too-large", "q");
        Assert.Contains("at most 3", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Development_and_Production_refuse_alike()
    {
        await using var service = new Service { Environment = "Development" };

        await ProblemAssert.IsProblemAsync(await service.PostAsync("{"), 400, "unreadable-request", "body");
        await ProblemAssert.IsProblemAsync(await service.PostAsync("""{"q":5}"""), 400, "invalid-request", "q");
    }

    [Fact]
    public async Task A_client_that_accepts_no_JSON_gets_the_same_problem()
    {
        await using var service = new Service();
        var request = new HttpRequestMessage(HttpMethod.Post, "/translate") { Content = new StringContent("{", Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("text/html");

        var response = await service.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

        await ProblemAssert.IsProblemAsync(response, 400, "unreadable-request", "body");
    }

    [Fact]
    public async Task Unknown_addresses_and_methods_are_problems_too()
    {
        await using var service = new Service();

        await ProblemAssert.IsProblemAsync(await service.GetAsync("/nowhere"), 404, "not-found", field: null);
        await ProblemAssert.IsProblemAsync(await service.GetAsync("/translate"), 405, "method-not-allowed", field: null);
    }
}
