using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Api.Tests.Dialects;

public sealed class DeepLGlossaryTests : IAsyncDisposable
{
    private const string Railway = "name=Railway&source_lang=en&target_lang=de&entries_format=tsv&entries=station%09Haltestelle%0AAcme%09Acme";

    private readonly string _directory = Directory.CreateTempSubdirectory("glossaries-").FullName;
    private readonly Service _service;

    public DeepLGlossaryTests() => _service = new() { Settings = { ["Api:Glossaries:Directory"] = _directory } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_glossary_is_made_read_listed_and_deleted()
    {
        var made = await SendAsync(HttpMethod.Post, "/v2/glossaries", Form(Railway));
        var glossary = await Service.JsonOf(made);
        var id = (string)glossary["glossary_id"]!;
        Assert.Equal((HttpStatusCode.Created, "Railway", true, "en", "de", 2), (made.StatusCode, (string?)glossary["name"], (bool)glossary["ready"]!,
            (string?)glossary["source_lang"], (string?)glossary["target_lang"], (int)glossary["entry_count"]!));

        Assert.Equal(glossary.ToJsonString(), (await Service.JsonOf(await _service.GetAsync($"/v2/glossaries/{id}"))).ToJsonString());
        Assert.Equal($$"""{"glossaries":[{{glossary.ToJsonString()}}]}""", (await Service.JsonOf(await _service.GetAsync("/v2/glossaries"))).ToJsonString());

        var entries = await _service.GetAsync($"/v2/glossaries/{id}/entries");
        Assert.Equal("station\tHaltestelle\nAcme\tAcme", await entries.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("text/tab-separated-values; charset=utf-8", entries.Content.Headers.ContentType?.ToString());

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, $"/v2/glossaries/{id}")).StatusCode);
        await AssertRefusedAsync(await _service.GetAsync($"/v2/glossaries/{id}"), 404, id);
        await AssertRefusedAsync(await SendAsync(HttpMethod.Delete, $"/v2/glossaries/{id}"), 404, id);
    }

    [Fact]
    public async Task JSON_and_commas_make_glossaries_too()
    {
        var made = await SendAsync(HttpMethod.Post, "/v2/glossaries", Json("""{"name":"g","source_lang":"EN","target_lang":"DE","entries_format":"csv","entries":"a,b\n\"c,\",d,en,de"}"""));

        Assert.Equal(2, (int)(await Service.JsonOf(made))["entry_count"]!);
    }

    [Theory]
    [InlineData("source_lang=en&target_lang=de&entries=a%09b", "name")]
    [InlineData("name=g&target_lang=de&entries=a%09b", "source_lang")]
    [InlineData("name=g&source_lang=en&entries=a%09b", "target_lang")]
    [InlineData("name=g&source_lang=fr&target_lang=de&entries=a%09b", "Value for 'source_lang' not supported.")]
    [InlineData("name=g&source_lang=de&target_lang=zh&entries=a%09b", "Value for 'target_lang' not supported.")]
    [InlineData("name=g&source_lang=en&target_lang=de", "Parameter 'entries' not specified.")]
    [InlineData("name=g&source_lang=en&target_lang=de&entries=a%09b&entries_format=xml", "Value for 'entries_format' not supported.")]
    [InlineData("name=g&source_lang=en&target_lang=de&entries=a%09b%0Aa%09c", "line 2")]
    public async Task A_faulty_glossary_is_refused_in_DeepLs_shape(string form, string said) =>
        await AssertRefusedAsync(await SendAsync(HttpMethod.Post, "/v2/glossaries", Form(form)), 400, said);

    [Theory]
    [InlineData("text/tab-separated-values", 200)]
    [InlineData("application/json, text/plain, */*", 200)]
    [InlineData("text/*", 200)]
    [InlineData("application/json", 415)]
    [InlineData("text/csv", 415)]
    public async Task Entries_are_answered_as_tab_separated_values_alone(string accepted, int status)
    {
        var id = await AddAsync("/v2/glossaries", Railway);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v2/glossaries/{id}/entries");
        request.Headers.Accept.ParseAdd(accepted);

        Assert.Equal((HttpStatusCode)status, (await _service.CreateClient().SendAsync(request, Cancel)).StatusCode);
    }

    [Fact]
    public async Task Directions_that_are_served_are_those_of_glossaries() =>
        Assert.Equal(
            """{"supported_languages":[{"source_lang":"de","target_lang":"en"},{"source_lang":"en","target_lang":"de"},{"source_lang":"en","target_lang":"zh"}]}""",
            (await Service.JsonOf(await _service.GetAsync("/v2/glossary-language-pairs"))).ToJsonString());

    [Fact]
    public async Task A_translation_has_the_terms_of_the_glossaries_that_it_names()
    {
        var one = await AddAsync("/v2/glossaries", Railway);
        var other = await AddAsync("/v2/glossaries", "name=Bus&source_lang=en&target_lang=de&entries=station%09Bahnhof%0Abus%09Autobus");

        await SendAsync(HttpMethod.Post, "/v2/translate", Form($"text=a&source_lang=EN&target_lang=DE&glossary_id={one}"));
        await SendAsync(HttpMethod.Post, "/v2/translate", Form($"text=a&source_lang=EN&target_lang=DE&glossary_ids={one},{other}"));
        await SendAsync(HttpMethod.Post, "/v2/translate", Json($$"""{"text":["a"],"source_lang":"EN","target_lang":"DE","glossary_ids":["{{other}}"]}"""));

        Assert.Equal<GlossaryTerm>([new("station", "Haltestelle"), new("Acme", "Acme")], _service.Translator.Asked[0].Glossary);
        Assert.Equal<GlossaryTerm>([new("station", "Haltestelle"), new("Acme", "Acme"), new("bus", "Autobus")], _service.Translator.Asked[1].Glossary);
        Assert.Equal<GlossaryTerm>([new("station", "Bahnhof"), new("bus", "Autobus")], _service.Translator.Asked[2].Glossary);
    }

    [Theory]
    [InlineData("target_lang=DE&glossary_id=ID", 400, "source_lang")]
    [InlineData("source_lang=DE&target_lang=EN&glossary_id=ID", 400, "glossary_id: names a glossary for en-de; the request is for de-en")]
    [InlineData("source_lang=EN&target_lang=DE&glossary_id=nonsense", 404, "no glossary 'nonsense'")]
    [InlineData("source_lang=EN&target_lang=DE&glossary_id=ID&glossary_ids=ID", 400, "cannot be used together")]
    [InlineData("source_lang=EN&target_lang=DE&glossary_ids=1,2,3,4,5,6", 400, "at most 5")]
    public async Task A_glossary_that_does_not_fit_is_refused_for_texts_and_documents(string form, int status, string said)
    {
        var id = await AddAsync("/v2/glossaries", Railway);
        var fields = form.Replace("ID", id, StringComparison.Ordinal);
        using var document = new MultipartFormDataContent { { new StringContent("Good morning!"), "file", "letter.txt" } };
        foreach (var field in fields.Split('&'))
            document.Add(new StringContent(field.Split('=')[1]), field.Split('=')[0]);

        await AssertRefusedAsync(await SendAsync(HttpMethod.Post, "/v2/translate", Form($"text=a&{fields}")), status, said);
        await AssertRefusedAsync(await SendAsync(HttpMethod.Post, "/v2/document", document), status, said);
    }

    [Fact]
    public async Task A_glossary_of_several_directions_is_made_changed_and_taken_apart()
    {
        var id = await AddAsync("/v3/glossaries", "name=g&dictionaries[0].source_lang=en&dictionaries[0].target_lang=de&dictionaries[0].entries=a%09b%0Ac%09d"
            + "&dictionaries[1].source_lang=de&dictionaries[1].target_lang=en&dictionaries[1].entries=x,y&dictionaries[1].entries_format=csv");

        await SendAsync(HttpMethod.Patch, $"/v3/glossaries/{id}", Form("name=h&dictionaries[0].source_lang=en&dictionaries[0].target_lang=de&dictionaries[0].entries=c%09D%0Ae%09f"));
        await SendAsync(HttpMethod.Put, $"/v3/glossaries/{id}/dictionaries", Form("source_lang=de&target_lang=en&entries=z%09w&entries_format=tsv"));
        var glossary = await Service.JsonOf(await _service.GetAsync($"/v3/glossaries/{id}"));
        var entries = await Service.JsonOf(await _service.GetAsync($"/v3/glossaries/{id}/entries?source_lang=en&target_lang=de"));

        Assert.Equal("h", (string?)glossary["name"]);
        Assert.Equal("""[{"source_lang":"de","target_lang":"en","entry_count":1},{"source_lang":"en","target_lang":"de","entry_count":3}]""", glossary["dictionaries"]!.ToJsonString());
        Assert.Equal("a\tb\nc\tD\ne\tf", (string?)entries["dictionaries"]![0]!["entries"]);
        Assert.Equal([], (await Service.JsonOf(await _service.GetAsync("/v2/glossaries")))["glossaries"]!.AsArray());
        await AssertRefusedAsync(await _service.GetAsync($"/v2/glossaries/{id}"), 400, "2 dictionaries");

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, $"/v3/glossaries/{id}/dictionaries?source_lang=de&target_lang=en")).StatusCode);
        await AssertRefusedAsync(await SendAsync(HttpMethod.Delete, $"/v3/glossaries/{id}/dictionaries?source_lang=de&target_lang=en"), 404, "de-en");
        await AssertRefusedAsync(await _service.GetAsync($"/v3/glossaries/{id}/entries?source_lang=de&target_lang=en"), 404, "de-en");
        Assert.Equal(3, (int)(await Service.JsonOf(await _service.GetAsync($"/v2/glossaries/{id}")))["entry_count"]!);
    }

    [Fact]
    public async Task Dictionaries_may_be_objects_of_JSON()
    {
        var made = await SendAsync(HttpMethod.Post, "/v3/glossaries", Json(
            """{"name":"g","dictionaries":[{"source_lang":"en","target_lang":"de","entries":"a\tb","entries_format":"tsv"},{"source_lang":"en","target_lang":"zh","entries":"c\td"}]}"""));

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal(["de", "zh"], (await Service.JsonOf(made))["dictionaries"]!.AsArray().Select(dictionary => (string?)dictionary!["target_lang"]));
    }

    [Theory]
    [InlineData("name=g", "dictionaries")]
    [InlineData("name=g&dictionaries[0].source_lang=en&dictionaries[0].target_lang=de", "dictionaries[0].entries")]
    [InlineData("name=g&dictionaries[0].source_lang=en&dictionaries[0].target_lang=de&dictionaries[0].entries=a%09b&dictionaries[1].source_lang=EN&dictionaries[1].target_lang=de-AT&dictionaries[1].entries=a%09b", "en-de")]
    public async Task Faulty_dictionaries_are_refused(string form, string said) =>
        await AssertRefusedAsync(await SendAsync(HttpMethod.Post, "/v3/glossaries", Form(form)), 400, said);

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<string> AddAsync(string path, string form)
    {
        var made = await Service.JsonOf(await SendAsync(HttpMethod.Post, path, Form(form)));
        Assert.True(made["glossary_id"] is not null, made.ToJsonString());
        return (string)made["glossary_id"]!;
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null) =>
        _service.CreateClient().SendAsync(new(method, path) { Content = content }, Cancel);

    private static async Task AssertRefusedAsync(HttpResponseMessage response, int status, string said)
    {
        var error = await Service.JsonOf(response);
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} {error.ToJsonString()}");
        Assert.Contains(said, (string?)error["message"], StringComparison.Ordinal);
        Assert.NotNull(error["trace_id"]);
    }

    private static StringContent Form(string fields) => new(fields, Encoding.UTF8, "application/x-www-form-urlencoded");

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
