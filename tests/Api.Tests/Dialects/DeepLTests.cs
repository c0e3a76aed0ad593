using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests.Dialects;

public sealed class DeepLTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("target_lang=de&text=Hello%2C+world%21&show_billed_characters=1")]
    [InlineData("target_lang=DE&source_lang=EN&text=Hello%2C+world%21&formality=prefer_more&preserve_formatting=1&context=ctx&beam_size=5")]
    public async Task A_form_is_translated(string form)
    {
        await using var service = new Service();

        var answer = await TranslateAsync(service, Form(form));

        Assert.Equal("""{"translations":[{"detected_source_language":"EN","text":"HELLO, WORLD!","billed_characters":13}]}""", answer.ToJsonString());
    }

    [Fact]
    public async Task JSON_is_translated_in_the_order_of_its_texts()
    {
        await using var service = new Service();

        var answer = await TranslateAsync(service, Json("""{"text":["The house is big.","Das Haus ist alt."],"target_lang":"de","preserve_formatting":true}"""));

        Assert.Equal(
            """[{"detected_source_language":"EN","text":"THE HOUSE IS BIG.","billed_characters":17},{"detected_source_language":"DE","text":"Das Haus ist alt.","billed_characters":17}]""",
            answer["translations"]!.ToJsonString());
    }

    [Fact]
    public async Task A_query_without_a_body_is_translated()
    {
        await using var service = new Service();

        var response = await service.CreateClient().PostAsync("/v2/translate?auth_key=k&text=Hello&source_lang=en&target_lang=de", content: null, Cancel);

        Assert.Equal("HELLO", (string?)(await Service.JsonOf(response))["translations"]![0]!["text"]);
    }

    [Theory]
    [InlineData("", SentenceSplitting.Lines)]
    [InlineData("&split_sentences=1", SentenceSplitting.Lines)]
    [InlineData("&split_sentences=nonewlines", SentenceSplitting.Sentences)]
    [InlineData("&split_sentences=0", SentenceSplitting.Nowhere)]
    public async Task Where_sentences_end_reaches_the_translator(string field, SentenceSplitting splitting)
    {
        await using var service = new Service();

        await TranslateAsync(service, Form($"text=a&source_lang=en&target_lang=de&context=A+greeting.{field}"));

        Assert.Equal(splitting, service.Translator.Asked.Single().Splitting);
    }

    [Fact]
    public async Task What_is_said_about_tags_reaches_the_translator()
    {
        await using var service = new Service();

        await TranslateAsync(service, Form("text=%3Ca%3Eb%3C%2Fa%3E&source_lang=en&target_lang=de&tag_handling=xml&ignore_tags=x,y&splitting_tags=p&non_splitting_tags=b&outline_detection=0"));
        await TranslateAsync(service, Json("""{"text":["<p>a</p>"],"source_lang":"en","target_lang":"de","tag_handling":"html","ignore_tags":["x","y"]}"""));

        var (xml, html) = (service.Translator.Asked[0].Markup!, service.Translator.Asked[1].Markup!);
        Assert.Equal((MarkupKind.Xml, false), (xml.Kind, xml.DetectsOutline));
        Assert.Equal(["x", "y", "p", "b"], xml.IgnoreTags.Concat(xml.SplittingTags).Concat(xml.NonSplittingTags));
        Assert.Equal((MarkupKind.Html, true), (html.Kind, html.DetectsOutline));
        Assert.Equal(["x", "y"], html.IgnoreTags);
    }

    [Theory]
    [InlineData("en-US", "en")]
    [InlineData("EN-GB", "en")]
    [InlineData("ZH", "zh-Hans")]
    [InlineData("zh-hans", "zh-Hans")]
    public async Task A_region_means_the_language_that_is_served(string asked, string served)
    {
        await using var service = new Service();
        var source = served == "en" ? "de" : "en";

        await TranslateAsync(service, Form($"text=a&source_lang={source}&target_lang={asked}"));

        Assert.Equal(served, service.Translator.Asked.Single().Target);
    }

    [Theory]
    [InlineData("text=a", "Value for 'target_lang' not supported.")]
    [InlineData("text=a&target_lang=xx", "Value for 'target_lang' not supported.")]
    [InlineData("text=a&target_lang=de&source_lang=xx", "Value for 'source_lang' not supported.")]
    [InlineData("target_lang=de", "Parameter 'text' not specified.")]
    [InlineData("text=a&target_lang=de&formality=more", "'formality' is not supported for given 'target_lang'.")]
    [InlineData("text=a&target_lang=de&tag_handling=sgml", "Value for 'tag_handling' not supported.")]
    [InlineData("text=a&target_lang=de&style_id=1", "Parameter 'style_id' is not supported by this service.")]
    [InlineData("text=a&target_lang=de&split_sentences=2", "Value for 'split_sentences' not supported.")]
    public async Task A_refusal_is_a_400_with_a_message(string form, string message)
    {
        await using var service = new Service();

        var response = await PostAsync(service, Form(form));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var error = await Service.JsonOf(response);
        Assert.Equal(message, (string?)error["message"]);
        Assert.Equal((string?)error["trace_id"], response.Headers.GetValues("X-Trace-ID").Single());
    }

    [Fact]
    public async Task A_faulty_text_is_named_as_DeepL_names_it()
    {
        await using var service = new Service();

        var response = await PostAsync(service, Json("""{"text":["a","\u0000"],"source_lang":"en","target_lang":"de"}"""));

        Assert.Equal("text[1]: must not hold the character NUL (U+0000).", (string?)(await Service.JsonOf(response))["message"]);
    }

    [Theory]
    [InlineData("""{"text":["a"],"target_lang":"de""")]
    [InlineData("""["a"]""")]
    [InlineData("""{"text":["\ud800"],"target_lang":"de"}""")]
    [InlineData("""{"text":[[[[[[[[[["a"]]]]]]]]]]}""")]
    public async Task Broken_JSON_is_a_400(string json)
    {
        await using var service = new Service();

        var response = await PostAsync(service, Json(json));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("body: must be a form or a JSON object.", (string?)(await Service.JsonOf(response))["message"]);
    }

    [Theory]
    [InlineData(TranslationFailure.QueueFull, 503)]
    [InlineData(TranslationFailure.TextTooLong, 413)]
    [InlineData(TranslationFailure.NoModel, 503)]
    public async Task Failures_keep_their_status_and_have_a_message(TranslationFailure failure, int status)
    {
        await using var service = new Service { Translator = FakeTranslator.Refusing(failure, "That is why.") };

        var response = await PostAsync(service, Form("text=a&source_lang=en&target_lang=de"));

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal("That is why.", (string?)(await Service.JsonOf(response))["message"]);
    }

    [Fact]
    public async Task Sources_and_targets_are_listed_in_DeepLs_codes()
    {
        await using var service = new Service();

        Assert.Equal(
            """[{"language":"DE","name":"German"},{"language":"EN","name":"English"}]""",
            (await Service.JsonOf(await service.GetAsync("/v2/languages"))).ToJsonString());
        Assert.Equal(
            """[{"language":"DE","name":"German","supports_formality":false},{"language":"EN-GB","name":"English (British)","supports_formality":false},{"language":"EN-US","name":"English (American)","supports_formality":false},{"language":"ZH-HANS","name":"Chinese (simplified)","supports_formality":false}]""",
            (await Service.JsonOf(await service.GetAsync("/v2/languages?type=target"))).ToJsonString());
        Assert.Equal(HttpStatusCode.BadRequest, (await service.GetAsync("/v2/languages?type=both")).StatusCode);
    }

    [Fact]
    public async Task Usage_counts_what_was_translated()
    {
        await using var service = new Service();
        await TranslateAsync(service, Form("text=Hello&text=you&source_lang=en&target_lang=de"));

        var usage = await Service.JsonOf(await service.GetAsync("/v2/usage"));

        Assert.Equal("""{"character_count":8,"character_limit":1000000000000}""", usage.ToJsonString());
    }

    [Theory]
    [InlineData("/v2/nothing", 404)]
    [InlineData("/v2/translate", 405)]
    public async Task Other_addresses_and_verbs_answer_in_the_same_shape(string address, int status)
    {
        await using var service = new Service();

        var response = await service.GetAsync(address);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.NotEmpty((string?)(await Service.JsonOf(response))["message"] ?? "");
    }

    [Fact]
    public async Task Switched_off_the_dialect_is_gone()
    {
        await using var service = new Service { Settings = { ["Api:DeepL"] = "false" } };

        Assert.Equal(HttpStatusCode.NotFound, (await service.GetAsync("/v2/usage")).StatusCode);
    }

    private static async Task<JsonNode> TranslateAsync(Service service, HttpContent content)
    {
        var response = await PostAsync(service, content);
        var answer = await Service.JsonOf(response);
        Assert.True(response.IsSuccessStatusCode, answer.ToJsonString());
        return answer;
    }

    private static Task<HttpResponseMessage> PostAsync(Service service, HttpContent content) => service.CreateClient().PostAsync("/v2/translate", content, Cancel);

    private static StringContent Form(string fields) => new(fields, Encoding.UTF8, "application/x-www-form-urlencoded");

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
