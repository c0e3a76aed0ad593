using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.EndToEnd.Tests;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests.Jobs;

/// <summary>The routes of jobs, as clients see them.</summary>
public sealed class JobRouteTests
{
    private const string Three = """{"q":["Good morning.","How are you?","Here."],"source":"en","target":"de","options":{"scores":true}}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_is_accepted_done_and_answered_as_translate_would()
    {
        await using var service = new Service();

        var accepted = await SendAsync(service, Three);
        var job = await Service.JsonOf(accepted);
        var done = await OverAsync(service, job);
        var (result, translated) = (await Service.JsonOf(await GetAsync(service, $"/jobs/{job["id"]}/result")), await Service.JsonOf(await service.PostAsync(Three)));

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal($"/jobs/{job["id"]}", accepted.Headers.Location?.ToString());
        Assert.Equal((3, 3, 30, "done"), ((int)done["texts"]!, (int)done["done"]!, (int)done["characters"]!, (string)done["state"]!));
        foreach (var member in (string[])["translatedText", "results", "model"])
            Assert.Equal(translated[member]!.ToJsonString(), result[member]!.ToJsonString());
    }

    [Fact]
    public async Task A_job_may_have_more_texts_than_a_request_and_goes_to_the_translator_a_few_at_a_time()
    {
        await using var service = new Service { Settings = { ["Api:MaxTexts"] = "7", ["Api:MaxBodyBytes"] = "1024" } };
        service.UseKestrel();
        var texts = Enumerable.Range(1, 300).Select(i => $"Text {i}").ToList();

        var job = await Service.JsonOf(await SendAsync(service, Body(texts)));
        await OverAsync(service, job);
        var result = await Service.JsonOf(await GetAsync(service, $"/jobs/{job["id"]}/result"));

        Assert.Equal(texts.Select(text => text.ToUpperInvariant()), result["translatedText"]!.AsArray().Select(text => (string)text!));
        Assert.All(service.Translator.Asked, asked => Assert.InRange(asked.Texts.Count, 1, 7));
    }

    [Theory]
    [InlineData("""{"source":"en","target":"de"}""", 400, "q")]
    [InlineData("""{"q":["a"],"source":"en","target":"xx"}""", 400, "target")]
    [InlineData("""{"q":["a"],"source":"auto","target":"xx"}""", 400, "target")]
    [InlineData("""{"q":["a"],"source":"en","target":"de","options":{"attention":true}}""", 400, "options.attention")]
    [InlineData("""{"q":["a"],"source":"en","target":"de","options":{"beamSize":99}}""", 400, "options.beamSize")]
    [InlineData("""{"q":["a","b","c","d"],"source":"en","target":"de"}""", 413, "q")]
    [InlineData("""{"q":["a","far more than forty characters in this little text"],"source":"en","target":"de"}""", 413, "q[1]")]
    public async Task What_would_fail_later_is_refused_at_the_door(string body, int status, string field)
    {
        await using var service = new Service { Settings = { ["Api:Jobs:MaxTexts"] = "3", ["Inference:MaxTextCharacters"] = "40" } };

        var response = await SendAsync(service, body);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.NotNull((await Service.JsonOf(response))["errors"]![field]);
    }

    [Fact]
    public async Task No_more_jobs_are_kept_than_is_set()
    {
        await using var service = new Service { Settings = { ["Api:Jobs:MaxKept"] = "1" } };
        await SendAsync(service, Three);

        var response = await SendAsync(service, Three);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Before_its_end_a_job_says_its_place_and_has_no_result()
    {
        await using var service = new Service { Settings = { ["Api:Jobs:Workers"] = "0" } };
        await SendAsync(service, Three);
        var job = await Service.JsonOf(await SendAsync(service, Three));

        var early = await GetAsync(service, $"/jobs/{job["id"]}/result");

        Assert.Equal(("waiting", 1), ((string)job["state"]!, (int)job["position"]!));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.Equal("/problems/not-done", (string?)(await Service.JsonOf(early))["type"]);
    }

    [Fact]
    public async Task A_job_that_failed_says_why_and_names_the_text_among_all()
    {
        var translator = new FakeTranslator
        {
            Behaviour = (request, cancel) => request.Texts.Contains("Text 25")
                ? Task.FromException<TranslationResult>(new TranslationException(TranslationFailure.UnreadableMarkup, "cannot be read", text: request.Texts.ToList().IndexOf("Text 25")))
                : new FakeTranslator().TranslateAsync(request, cancel),
        };
        await using var service = new Service { Translator = translator };

        var job = await Service.JsonOf(await SendAsync(service, Body(Enumerable.Range(0, 40).Select(i => $"Text {i}"))));
        var failed = await OverAsync(service, job);
        var result = await GetAsync(service, $"/jobs/{job["id"]}/result");

        Assert.Equal(("failed", "q[25]: cannot be read"), ((string)failed["state"]!, (string)failed["error"]!));
        Assert.Equal(HttpStatusCode.Conflict, result.StatusCode);
        Assert.Contains("q[25]", (string?)(await Service.JsonOf(result))["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_job_is_not_translated_any_further()
    {
        var (begun, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        var translator = new FakeTranslator
        {
            Behaviour = async (_, cancel) =>
            {
                cancel.Register(ended.SetResult);
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, cancel);
                throw new InvalidOperationException();
            },
        };
        await using var service = new Service { Translator = translator };
        var job = await Service.JsonOf(await SendAsync(service, Three));
        await begun.Task.WaitAsync(Cancel);

        var deleted = await service.CreateClient().DeleteAsync($"/jobs/{job["id"]}", Cancel);

        await ended.Task.WaitAsync(Cancel);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(service, $"/jobs/{job["id"]}")).StatusCode);
    }

    [Fact]
    public async Task A_job_outlives_the_service_that_took_it()
    {
        var directory = Directory.CreateTempSubdirectory("jobs-");
        var store = $"Data Source={Path.Combine(directory.FullName, "jobs.db")}";
        JsonNode job;
        await using (var before = new Service { Settings = { ["Api:Jobs:ConnectionString"] = store, ["Api:Jobs:Workers"] = "0" } })
            job = await Service.JsonOf(await SendAsync(before, Three));

        await using (var after = new Service { Settings = { ["Api:Jobs:ConnectionString"] = store } })
            Assert.Equal("done", (string?)(await OverAsync(after, job))["state"]);

        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_job_of_one_key_is_unknown_to_another()
    {
        using var keys = new KeptKeys();
        var (mine, other, operators) = (keys.Add("translate"), keys.Add("translate,documents"), keys.Add("translate,operate"));
        await using var service = new Service { Settings = keys.Settings };
        var id = (string)(await Service.JsonOf(await SendAsync(service, Three, mine)))["id"]!;

        foreach (var (method, path) in new[] { ("GET", $"/jobs/{id}"), ("GET", $"/jobs/{id}/result"), ("DELETE", $"/jobs/{id}") })
            Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(service, method, path, other)).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(service, "GET", $"/download_file/{id}.a.txt", other)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(service, "GET", $"/jobs/{id}", operators)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(service, "GET", $"/jobs/{id}", mine)).StatusCode);
    }

    [Fact]
    public async Task The_terms_of_a_kept_glossary_are_those_of_the_moment_when_the_job_came_in()
    {
        var gate = new TaskCompletionSource();
        using var keys = new KeptKeys();
        var translator = new FakeTranslator
        {
            Behaviour = async (request, cancel) =>
            {
                await gate.Task.WaitAsync(cancel);
                return await new FakeTranslator().TranslateAsync(request, cancel);
            },
        };
        var key = keys.Add("translate");
        await using var service = new Service { Translator = translator, Settings = keys.Settings };
        var glossary = await Service.JsonOf(await AskAsync(service, "POST", "/glossaries", key, """{"name":"Railway","source":"en","target":"de","entries":{"station":"Haltestelle"}}"""));
        var job = await Service.JsonOf(await SendAsync(service, $$$"""{"q":["station"],"source":"en","target":"de","options":{"glossaryId":"{{{glossary["id"]}}}"}}""", key));

        await AskAsync(service, "DELETE", $"/glossaries/{glossary["id"]}", key);
        gate.SetResult();
        await Condition.MetAsync(async () => (string?)(await Service.JsonOf(await AskAsync(service, "GET", $"/jobs/{job["id"]}", key)))["state"] == "done");

        Assert.Equal("Haltestelle", Assert.Single(service.Translator.Asked.Single().Glossary).Target);
    }

    private static string Body(IEnumerable<string> texts) =>
        new JsonObject { ["q"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]), ["source"] = "en", ["target"] = "de" }.ToJsonString();

    private static async Task<JsonNode> OverAsync(Service service, JsonNode job)
    {
        JsonNode? found = null;
        await Condition.MetAsync(async () =>
            (string?)(found = await Service.JsonOf(await GetAsync(service, $"/jobs/{job["id"]}")))["state"] is "done" or "failed");
        return found!;
    }

    private static Task<HttpResponseMessage> GetAsync(Service service, string path) => AskAsync(service, "GET", path, key: null);

    private static Task<HttpResponseMessage> SendAsync(Service service, string json, string? key = null) => AskAsync(service, "POST", "/jobs", key, json);

    private static async Task<HttpResponseMessage> AskAsync(Service service, string method, string path, string? key, string? json = null)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = key is null ? null : new("Bearer", key);
        return await service.CreateClient().SendAsync(request, Cancel);
    }
}
