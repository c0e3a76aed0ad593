using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Api.Tests.Glossaries;

public sealed class GlossaryRouteTests : IAsyncDisposable
{
    private const string Railway = """{"name":"Railway","source":"EN","target":"de","entries":{"station":"Haltestelle","Acme":"Acme"}}""";

    private readonly string _directory = Directory.CreateTempSubdirectory("glossaries-").FullName;
    private readonly Service _service;

    public GlossaryRouteTests() => _service = With([]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_glossary_is_made_read_listed_replaced_and_deleted()
    {
        var made = await SendAsync(HttpMethod.Post, "/glossaries", Railway);
        var id = (string)(await Service.JsonOf(made))["id"]!;
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal($"/glossaries/{id}", made.Headers.Location?.ToString());

        var read = await Service.JsonOf(await _service.GetAsync($"/glossaries/{id}"));
        Assert.Equal("""{"station":"Haltestelle","Acme":"Acme"}""", read["entries"]!.ToJsonString());
        Assert.Equal(("Railway", "en", "de", 2), ((string?)read["name"], (string?)read["source"], (string?)read["target"], (int?)read["entryCount"]));

        var listed = (await Service.JsonOf(await _service.GetAsync("/glossaries")))["glossaries"]!.AsArray().Single()!;
        Assert.Equal((id, null), ((string?)listed["id"], listed["entries"]));

        var replaced = await SendAsync(HttpMethod.Put, $"/glossaries/{id}", """{"name":"Bus","source":"en","target":"de","entries":{"stop":"Halt"}}""");
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        var after = await Service.JsonOf(await _service.GetAsync($"/glossaries/{id}"));
        Assert.Equal(("Bus", """{"stop":"Halt"}""", (string?)read["createdAt"]), ((string?)after["name"], after["entries"]!.ToJsonString(), (string?)after["createdAt"]));

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, $"/glossaries/{id}")).StatusCode);
        await ProblemAssert.IsProblemAsync(await _service.GetAsync($"/glossaries/{id}"), 404, "unknown-glossary", "id");
        await ProblemAssert.IsProblemAsync(await SendAsync(HttpMethod.Delete, $"/glossaries/{id}"), 404, "unknown-glossary", "id");
        await ProblemAssert.IsProblemAsync(await SendAsync(HttpMethod.Put, $"/glossaries/{id}", Railway), 404, "unknown-glossary", "id");
    }

    [Theory]
    [InlineData("""{"source":"en","target":"de","entries":{"a":"b"}}""", 400, "invalid-request", "name", "1 to 200")]
    [InlineData("""{"name":"a\nb","source":"en","target":"de","entries":{"a":"b"}}""", 400, "invalid-request", "name", "one line")]
    [InlineData("""{"name":"a","source":"en","target":"de"}""", 400, "invalid-request", "entries", "is required")]
    [InlineData("""{"name":"a","source":"en","target":"de","entries":{}}""", 400, "invalid-request", "entries", "at least one")]
    [InlineData("""{"name":"a","source":"en","target":"de","entries":{"ok":"ok","a":"b\tc"}}""", 400, "invalid-request", "entries", "entry 2: the target")]
    [InlineData("""{"name":"a","source":"en","target":"de","entries":{" a":"b"}}""", 400, "invalid-request", "entries", "entry 1: the source ' a'")]
    [InlineData("""{"name":"a","source":"en","target":"de","entries":{"a\u2028b":"b"}}""", 400, "invalid-request", "entries", "in one line")]
    [InlineData("""{"name":"a","source":"en","target":"de","entries":{"a":null}}""", 400, "invalid-request", "entries", "entry 1: the target")]
    [InlineData("""{"name":"a","source":"en","target":"de","entries":{"a":"b","a":"c"}}""", 400, "invalid-request", "entries.a", "given once")]
    [InlineData("""{"name":"a","source":"en","target":"de","entries":{"a":1}}""", 400, "invalid-request", "entries.a", "must be a string")]
    [InlineData("""{"name":"a","source":"en","target":"xx","entries":{"a":"b"}}""", 400, "unsupported-language", "target", "'xx' is not served")]
    [InlineData("""{"name":"a","target":"de","entries":{"a":"b"}}""", 400, "unsupported-language", "source", "is required")]
    [InlineData("""{"name":"a","source":"en","target":"de","entrys":{"a":"b"}}""", 400, "invalid-request", "entrys", "known are name, source, target, entries")]
    public async Task A_faulty_glossary_is_refused_with_the_field(string glossary, int status, string type, string field, string said)
    {
        var fault = await ProblemAssert.IsProblemAsync(await SendAsync(HttpMethod.Post, "/glossaries", glossary), status, type, field);

        Assert.Contains(said, fault, StringComparison.Ordinal);
        Assert.Empty((await Service.JsonOf(await _service.GetAsync("/glossaries")))["glossaries"]!.AsArray());
    }

    [Theory]
    [InlineData("MaxEntries", "2", """{"a":"b","c":"d","e":"f"}""", "entries", "3 entries; at most 2")]
    [InlineData("MaxBytes", "100", """{"a":"ääääääääääääääääääääääääääääääääääääääääääääääääääääääääää"}""", "entries", "at most 100")]
    [InlineData("MaxGlossaries", "1", """{"a":"b"}""", "glossaries", "1 glossaries already")]
    public async Task More_than_a_limit_is_a_413_with_both_figures(string limit, string value, string entries, string field, string said)
    {
        await SendAsync(HttpMethod.Post, "/glossaries", Railway);
        await using var limited = With(new() { [$"Api:Glossaries:{limit}"] = value });

        var response = await SendAsync(limited, HttpMethod.Post, "/glossaries", $$"""{"name":"a","entries":{{entries}},"source":"en","target":"de"}""");

        Assert.Contains(said, await ProblemAssert.IsProblemAsync(response, 413, "too-large", field), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_translation_has_the_terms_of_the_glossary_that_it_names_and_its_own_go_before()
    {
        var id = await AddAsync(Railway);

        await _service.PostAsync($$$"""{"q":"a","source":"en","target":"de","options":{"glossaryId":"{{{id}}}"}}""");
        await _service.PostAsync($$$"""{"q":["a","b"],"source":"en","target":"de","options":{"glossaryId":"{{{id}}}","glossary":{"station":"Bahnhof","new":"neu"} } }""");

        Assert.Equal([new("station", "Haltestelle"), new("Acme", "Acme")], _service.Translator.Asked[0].Glossary);
        Assert.Equal<GlossaryTerm>([new("station", "Bahnhof"), new("new", "neu"), new("Acme", "Acme")], _service.Translator.Asked[1].Glossary);
    }

    [Theory]
    [InlineData("en", "de", "nonsense", 404, "unknown-glossary", "options.glossaryId", "GET /glossaries")]
    [InlineData("en", "de", "8f1c7e0a-4f6b-4a7e-9d53-2f0f4a4f1b11", 404, "unknown-glossary", "options.glossaryId", "8f1c7e0a")]
    [InlineData("de", "en", null, 400, "invalid-request", "options.glossaryId", "for en-de; the request is for de-en")]
    [InlineData("auto", "de", null, 400, "invalid-request", "source", "must name the language")]
    public async Task A_glossary_that_does_not_fit_is_refused(string source, string target, string? id, int status, string type, string field, string said)
    {
        id ??= await AddAsync(Railway);

        var response = await _service.PostAsync($$$"""{"q":"a","source":"{{{source}}}","target":"{{{target}}}","options":{"glossaryId":"{{{id}}}"}}""");

        Assert.Contains(said, await ProblemAssert.IsProblemAsync(response, status, type, field), StringComparison.Ordinal);
        Assert.Empty(_service.Translator.Asked);
    }

    [Fact]
    public async Task A_model_without_languages_takes_no_glossary()
    {
        var id = await AddAsync(Railway);

        var response = await _service.PostAsync($$$"""{"q":"a","options":{"model":"couplets","glossaryId":"{{{id}}}"}}""");

        await ProblemAssert.IsProblemAsync(response, 400, "invalid-request", "options.glossaryId");
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_a_503_and_translations_go_on()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, "data"), "in the way", Cancel);

        var fault = await ProblemAssert.IsProblemAsync(await SendAsync(HttpMethod.Post, "/glossaries", Railway), 503, "glossaries-unavailable", "glossaries");

        Assert.Contains("Api:Glossaries:Directory", fault, StringComparison.Ordinal);
        Assert.Contains(_service.Log.Lines, line => line.Message.Contains(_directory, StringComparison.Ordinal));
        Assert.True((await _service.PostAsync("""{"q":"a","source":"en","target":"de"}""")).IsSuccessStatusCode);
        Assert.True((await _service.GetAsync("/health/ready")).IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private Service With(Dictionary<string, string> settings) => new() { Settings = new(settings) { ["Api:Glossaries:Directory"] = Path.Combine(_directory, "data") } };

    private async Task<string> AddAsync(string glossary) => (string)(await Service.JsonOf(await SendAsync(HttpMethod.Post, "/glossaries", glossary)))["id"]!;

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null) => SendAsync(_service, method, path, json);

    private static Task<HttpResponseMessage> SendAsync(Service service, HttpMethod method, string path, string? json)
    {
        var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        return service.CreateClient().SendAsync(new(method, path) { Content = content }, Cancel);
    }
}
