using System.Net;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Api.Tests;

public sealed class TranslateTests
{
    [Fact]
    public async Task A_text_is_answered_by_a_text()
    {
        await using var service = new Service();

        var response = await service.PostAsync("""{"q":" grün, 世界 😀\n","source":"en","target":"de"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var answer = await Service.JsonOf(response);
        Assert.Equal(["translatedText", "model", "timings"], answer.AsObject().Select(member => member.Key));
        Assert.Equal(" GRÜN, 世界 😀\n", (string?)answer["translatedText"]);
        Assert.Equal("""{"name":"en-de","version":"7"}""", answer["model"]!.ToJsonString());
        Assert.Equal(1.5, (double?)answer["timings"]!["queue"]);
        Assert.Equal(20, (double?)answer["timings"]!["decode"]);
        Assert.True((double?)answer["timings"]!["total"] >= 0);
    }

    [Fact]
    public async Task Other_scripts_stand_in_the_answer_unescaped()
    {
        await using var service = new Service();

        var response = await service.PostAsync("""{"q":"世界 привет 😀 𠮷 it's \"<b>\"","source":"en","target":"de"}""");

        Assert.Contains("""世界 ПРИВЕТ 😀 𠮷 IT'S \"<B>\" """.TrimEnd(), await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_array_is_answered_by_an_array_in_its_order_and_empty_texts_stay_empty()
    {
        await using var service = new Service();

        var answer = await Service.JsonOf(await service.PostAsync("""{"q":["one","","two"],"source":"en","target":"de"}"""));

        Assert.Equal("""["ONE","","TWO"]""", answer["translatedText"]!.ToJsonString());
    }

    [Fact]
    public async Task An_array_of_one_is_answered_by_an_array_of_one()
    {
        await using var service = new Service();

        var answer = await Service.JsonOf(await service.PostAsync("""{"q":["one"],"source":"en","target":"de"}"""));

        Assert.Equal("""["ONE"]""", answer["translatedText"]!.ToJsonString());
    }

    [Fact]
    public async Task Alternatives_have_LibreTranslates_two_shapes()
    {
        await using var service = new Service();

        var one = await Service.JsonOf(await service.PostAsync("""{"q":"a","source":"en","target":"de","alternatives":2}"""));
        var many = await Service.JsonOf(await service.PostAsync("""{"q":["a","b"],"source":"en","target":"de","alternatives":2}"""));

        Assert.Equal("""["A 1","A 2"]""", one["alternatives"]!.ToJsonString());
        Assert.Equal("""[["A 1","A 2"],["B 1","B 2"]]""", many["alternatives"]!.ToJsonString());
    }

    [Fact]
    public async Task Scores_are_answered_when_asked_for()
    {
        await using var service = new Service();

        var answer = await Service.JsonOf(await service.PostAsync(
            """{"q":["one","three"],"source":"en","target":"de","options":{"scores":true}}"""));

        Assert.Equal("""[{"text":"ONE","score":-0.25,"tokens":3},{"text":"THREE","score":-0.25,"tokens":5}]""", answer["results"]!.ToJsonString());
    }

    [Fact]
    public async Task Attention_is_answered_for_every_sentence_when_asked_for()
    {
        await using var service = new Service();

        var answer = await Service.JsonOf(await service.PostAsync(
            """{"q":["one",""],"source":"en","target":"de","alternatives":1,"options":{"attention":true}}"""));

        Assert.Equal(["translatedText", "alternatives", "results", "model", "timings"], answer.AsObject().Select(member => member.Key));
        Assert.Equal(
            """
            [{"text":"ONE","sentences":[{"source":["▁one","</s>"],"target":["▁ONE","</s>"],"attention":[[0.9,0.1],[0.3333,0.6667]]}]},{"text":"","sentences":[]}]
            """,
            answer["results"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public async Task Scores_and_attention_stand_side_by_side()
    {
        await using var service = new Service();

        var answer = await Service.JsonOf(await service.PostAsync(
            """{"q":"one","source":"en","target":"de","options":{"scores":true,"attention":true}}"""));

        Assert.Equal(["text", "score", "tokens", "sentences"], answer["results"]![0]!.AsObject().Select(member => member.Key));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"attention":false}""")]
    public async Task Without_the_wish_there_are_no_results(string options)
    {
        await using var service = new Service();

        var answer = await Service.JsonOf(await service.PostAsync($$"""{"q":"one","source":"en","target":"de","options":{{options}}}"""));

        Assert.Equal(["translatedText", "model", "timings"], answer.AsObject().Select(member => member.Key));
        Assert.False(service.Translator.Asked[0].Decoding!(new()).WithAttention);
    }

    [Fact]
    public async Task What_the_options_leave_out_is_as_the_model_was_published()
    {
        await using var service = new Service();
        var own = new DecodingOptions { BeamSize = 6, LengthPenalty = 0.7, NoRepeatNgram = 2 };

        await service.PostAsync("""{"q":"a","source":"en","target":"de"}""");
        await service.PostAsync("""{"q":"a","source":"en","target":"de","options":{"scores":true,"prefix":"Wie"}}""");
        await service.PostAsync("""{"q":"a","source":"en","target":"de","options":{"beamSize":2}}""");

        var asked = service.Translator.Asked;
        Assert.Null(asked[0].Decoding);
        Assert.Equal("Wie", asked[1].Prefix);
        Assert.Equal(own, asked[1].Decoding!(own));
        Assert.Equal(own with { BeamSize = 2 }, asked[2].Decoding!(own));
    }

    [Fact]
    public async Task Every_option_reaches_the_translator()
    {
        await using var service = new Service();

        await service.PostAsync(
            """
            {"q":"a","source":"en","target":"de","alternatives":1,"options":{"beamSize":5,"lengthPenalty":0.6,"maxLength":99,"minLength":2,
             "noRepeatNgram":3,"temperature":0,"topK":7,"topP":0.9,"seed":11,"prefix":"Ja","model":"en-de"}}
            """);

        var asked = Assert.Single(service.Translator.Asked);
        Assert.Equal((1, "Ja", "en-de"), (asked.Alternatives, asked.Prefix, asked.Model));
        var decoding = asked.Decoding!(new());
        Assert.Equal((5, 0.6, 99, 2, 3), (decoding.BeamSize, decoding.LengthPenalty, decoding.MaxLength, decoding.MinLength, decoding.NoRepeatNgram));
        Assert.Equal((0.0, 7, 0.9, 11), (decoding.Temperature, decoding.TopK, decoding.TopP, decoding.Seed));
    }

    [Fact]
    public async Task Sampling_needs_no_beam_size_and_draws_anew_without_a_seed()
    {
        await using var service = new Service();
        const string Request = """{"q":"a","source":"en","target":"de","options":{"temperature":0.8}}""";

        await service.PostAsync(Request);
        await service.PostAsync(Request);

        var decodings = service.Translator.Asked.Select(asked => asked.Decoding!(new())).ToList();
        Assert.All(decodings, decoding => Assert.Equal(1, decoding.BeamSize));
        Assert.NotEqual(decodings[0].Seed, decodings[1].Seed);
    }

    [Theory]
    [InlineData("EN", "De", "en", "de")]
    [InlineData("en", "ZH-hans", "en", "zh-Hans")]
    public async Task Language_codes_are_taken_in_any_case_and_passed_on_in_the_models_spelling(string source, string target, string from, string to)
    {
        await using var service = new Service();

        var response = await service.PostAsync($$"""{"q":"a","source":"{{source}}","target":"{{target}}"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var asked = Assert.Single(service.Translator.Asked);
        Assert.Equal((from, to), (asked.Source, asked.Target));
    }

    [Fact]
    public async Task A_model_without_languages_is_asked_for_by_name_alone()
    {
        await using var service = new Service();

        var response = await service.PostAsync("""{"q":"春风","options":{"model":"couplets"}}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var asked = Assert.Single(service.Translator.Asked);
        Assert.Equal((null, null, "couplets"), (asked.Source, asked.Target, asked.Model));
    }

    [Theory]
    [InlineData("""{"q":"春风","source":"auto","target":"en","options":{"model":"couplets"}}""")]
    [InlineData("""{"q":"春风","source":"xx","options":{"model":"couplets"}}""")]
    public async Task What_a_generic_client_says_of_languages_is_not_looked_at_by_a_model_without_them(string json)
    {
        await using var service = new Service();

        var response = await service.PostAsync(json);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var asked = Assert.Single(service.Translator.Asked);
        Assert.Equal((null, null), (asked.Source, asked.Target));
    }

    [Theory]
    [InlineData("", "one-way", "en", "de")]
    [InlineData(""","source":"EN" """, "one-way", "en", "de")]
    [InlineData(""","target":"de" """, "one-way", "en", "de")]
    [InlineData(""","target":"fr" """, "one-source", "en", "fr")]
    [InlineData(""","source":"de" """, "both-ways", "de", "en")]
    public async Task Where_a_named_model_leaves_no_choice_a_language_may_be_left_out(string languages, string model, string source, string target)
    {
        await using var service = new Service { Catalog = ThreeModels() };

        var response = await service.PostAsync($$$"""{"q":"a"{{{languages}}},"options":{"model":"{{{model}}}"}}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var asked = Assert.Single(service.Translator.Asked);
        Assert.Equal((source, target), (asked.Source, asked.Target));
    }

    [Theory]
    [InlineData("", "both-ways", "source", "is required; served are de, en")]
    [InlineData(""","target":"de" """, "both-ways", "source", "is required; served are de, en")]
    [InlineData("", "one-source", "target", "is required; from en the service translates to de, fr")]
    [InlineData(""","source":"fr","target":"de" """, "one-way", "source", "'fr' is not served; served are en")]
    public async Task Where_a_named_model_leaves_a_choice_the_problem_names_it(string languages, string model, string field, string said)
    {
        await using var service = new Service { Catalog = ThreeModels() };

        var response = await service.PostAsync($$$"""{"q":"a"{{{languages}}},"options":{"model":"{{{model}}}"}}""");

        Assert.Contains(said, await ProblemAssert.IsProblemAsync(response, 400, "unsupported-language", field), StringComparison.Ordinal);
        Assert.Empty(service.Translator.Asked);
    }

    [Fact]
    public async Task Without_a_models_name_the_languages_must_be_given_even_where_there_is_only_one_pair()
    {
        await using var service = new Service { Catalog = new() { Models = [FakeCatalog.Model("one-way", "1", ("en", "de"))] } };

        await ProblemAssert.IsProblemAsync(await service.PostAsync("""{"q":"a"}"""), 400, "unsupported-language", "source");
    }

    [Fact]
    public async Task Who_names_neither_languages_nor_a_model_is_told_of_the_models_without_languages()
    {
        await using var service = new Service { Catalog = new() { Models = [FakeCatalog.Model("chatbot", "1"), FakeCatalog.Model("one-way", "1", ("en", "de"))] } };

        var problem = await ProblemAssert.IsProblemAsync(await service.PostAsync("""{"q":"a"}"""), 400, "unsupported-language", "source");

        Assert.Contains("served are en; without languages, options.model takes chatbot", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_only_models_without_languages_serve_one_must_be_named()
    {
        await using var service = new Service { Catalog = new() { Models = [FakeCatalog.Model("couplets", "1")] } };

        var response = await service.PostAsync("""{"q":"a","source":"en","target":"de"}""");

        Assert.Contains("is required", await ProblemAssert.IsProblemAsync(response, 400, "unsupported-language", "options.model"), StringComparison.Ordinal);
    }

    private static FakeCatalog ThreeModels() => new()
    {
        Models =
        [
            FakeCatalog.Model("one-way", "1", ("en", "de")),
            FakeCatalog.Model("one-source", "1", ("en", "de"), ("en", "fr")),
            FakeCatalog.Model("both-ways", "1", ("en", "de"), ("de", "en")),
        ],
    };

    [Fact]
    public async Task A_LibreTranslate_clients_key_is_accepted()
    {
        await using var service = new Service();

        var response = await service.PostAsync("""{"q":"a","source":"en","target":"de","format":"text","alternatives":0,"api_key":""}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null((await Service.JsonOf(response))["alternatives"]);
    }

    [Fact]
    public async Task Every_answer_carries_strict_headers_and_no_server_name()
    {
        await using var service = new Service();

        var response = await service.PostAsync("""{"q":"a","source":"en","target":"de"}""");

        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
    }
}
