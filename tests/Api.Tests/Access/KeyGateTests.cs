using System.Net;
using System.Text;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests.Access;

public sealed class KeyGateTests : IAsyncDisposable
{
    private const string Hello = """{"q":"Hello","source":"en","target":"de"}""";

    private readonly KeptKeys _keys = new();
    private readonly string _key;
    private readonly Service _service;

    public KeyGateTests()
    {
        _key = _keys.Add("translate");
        _service = new Service { Settings = _keys.Settings };
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("Authorization", "bearer {0}")]
    [InlineData("Authorization", "DeepL-Auth-Key {0}")]
    [InlineData("X-Api-Key", "{0}")]
    public async Task A_key_in_a_header_opens_the_route(string header, string value)
    {
        var response = await SendAsync(HttpMethod.Post, "/translate", Json(Hello), header, string.Format(null, value, _key));

        Assert.Equal("HELLO", (string?)(await Service.JsonOf(response))["translatedText"]);
    }

    [Theory]
    [InlineData("/translate", "application/json", """{{"q":"Hello","source":"en","target":"de","api_key":"{0}"}}""", "HELLO")]
    [InlineData("/translate", "application/json", """{{"api_key":"","q":["Hello"],"source":"en","target":"de","apiKey":"{0}"}}""", "HELLO")]
    [InlineData("/translate", "application/x-www-form-urlencoded", "q=Hello&source=en&target=de&api_key={0}", "HELLO")]
    [InlineData("/translate?q=Hello&source=en&target=de&api_key={0}", null, "", "HELLO")]
    [InlineData("/translate?api_key={0}", "application/json", """{{"q":"Hello","source":"en","target":"de"}}""", "HELLO")]
    [InlineData("/detect", "application/json", """{{"q":"Hello, my friend","api_key":"{0}"}}""", "\"en\"")]
    [InlineData("/v2/translate", "application/x-www-form-urlencoded", "text=Hello&source_lang=en&target_lang=de&auth_key={0}", "HELLO")]
    [InlineData("/v2/translate", "application/json", """{{"text":["Hello"],"source_lang":"en","target_lang":"de","auth_key":"{0}"}}""", "HELLO")]
    [InlineData("/v2/translate?auth_key={0}&text=Hello&source_lang=en&target_lang=de", null, "", "HELLO")]
    public async Task A_key_where_the_dialects_clients_put_it_opens_the_route(string path, string? type, string body, string said)
    {
        var content = type is null ? null : new StringContent(string.Format(null, body, _key), Encoding.UTF8, type);

        var response = await SendAsync(HttpMethod.Post, string.Format(null, path, _key), content);

        var answer = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, answer);
        Assert.Contains(said, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_may_bring_its_key_in_its_form()
    {
        var key = _keys.Add("documents");
        await using var service = new Service { Settings = _keys.Settings };
        using var form = new MultipartFormDataContent
        {
            { new StringContent("en"), "source" }, { new StringContent("de"), "target" }, { new StringContent(key), "api_key" },
            { new StringContent("Hello"), "file", "a.txt" },
        };

        var response = await service.CreateClient().PostAsync("/translate_file", form, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/translate", 401)]
    [InlineData("POST", "/detect", 401)]
    [InlineData("GET", "/models", 401)]
    [InlineData("GET", "/glossaries", 401)]
    [InlineData("POST", "/translate_file", 400)]
    [InlineData("GET", "/download_file/a.b", 400)]
    public async Task Without_a_key_the_route_asks_for_one(string method, string path, int status)
    {
        var response = await SendAsync(new(method), path, method == "POST" ? Json("{}") : null);

        await ProblemAssert.IsProblemAsync(response, status, "key-required", "Authorization");
        Assert.Equal("An API key is required.", (string?)(await Service.JsonOf(response))["error"]);
        Assert.Equal(status == 401, response.Headers.WwwAuthenticate.Count == 1);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"q":"Hello","api_key":5}""")]
    [InlineData("""{"q":{"api_key":"s2s_000000000000_x"}}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_body_without_a_key_is_not_judged_before_there_is_one(string body) =>
        await ProblemAssert.IsProblemAsync(await SendAsync(HttpMethod.Post, "/translate", Json(body)), 401, "key-required", "Authorization");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("s2s_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("s2s_")]
    public async Task A_wrong_key_is_refused_in_each_dialect_and_not_repeated(string wrong)
    {
        var own = await SendAsync(HttpMethod.Get, "/models", null, "Authorization", $"Bearer {wrong}");
        var libre = await SendAsync(HttpMethod.Post, "/translate", Json($$"""{"q":"Hello","source":"en","target":"de","api_key":"{{wrong}}"}"""));
        var deepL = await SendAsync(HttpMethod.Get, "/v2/usage", null, "Authorization", $"DeepL-Auth-Key {wrong}");

        await ProblemAssert.IsProblemAsync(own, 401, "unknown-key", "Authorization");
        await ProblemAssert.IsProblemAsync(libre, 403, "unknown-key", "Authorization");
        Assert.Equal(("Invalid API key.", HttpStatusCode.Forbidden), ((string?)(await Service.JsonOf(deepL))["message"], deepL.StatusCode));
        Assert.All(_service.Log.Lines, line => Assert.DoesNotContain(wrong, line.Message, StringComparison.Ordinal));
        foreach (var response in new[] { own, libre, deepL })
            Assert.DoesNotContain($"\"{wrong}", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_right_id_with_another_secret_is_a_wrong_key()
    {
        var forged = _key[..^2] + (_key.EndsWith("AA", StringComparison.Ordinal) ? "BB" : "AA");

        await ProblemAssert.IsProblemAsync(await SendAsync(HttpMethod.Get, "/models", null, "X-Api-Key", forged), 401, "unknown-key", "Authorization");
    }

    [Fact]
    public async Task A_key_opens_no_more_than_its_scopes()
    {
        var documents = await SendAsync(HttpMethod.Post, "/translate_file", Json("{}"), "X-Api-Key", _key);
        var deepL = await SendAsync(HttpMethod.Post, "/v2/document", Json("{}"), "X-Api-Key", _key);

        Assert.Contains("scope documents", await ProblemAssert.IsProblemAsync(documents, 403, "missing-scope", "Authorization"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, deepL.StatusCode);
        Assert.Contains("documents", (string?)(await Service.JsonOf(deepL))["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/page/app.js")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/health")]
    [InlineData("/frontend/settings")]
    [InlineData("/languages")]
    [InlineData("/swagger/v1/swagger.json")]
    public async Task What_is_open_stays_open(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, path, null)).StatusCode);

    [Fact]
    public async Task Swagger_wants_a_key_by_setting()
    {
        await using var service = new Service { Settings = new(_keys.Settings) { ["Api:Keys:Swagger"] = "true" } };

        await ProblemAssert.IsProblemAsync(await service.GetAsync("/swagger/v1/swagger.json"), 401, "key-required", "Authorization");
    }

    [Fact]
    public async Task Clients_of_LibreTranslate_learn_whether_a_key_is_wanted()
    {
        await using var open = new Service();

        Assert.True((bool)(await Service.JsonOf(await _service.GetAsync("/frontend/settings")))["keyRequired"]!);
        Assert.False((bool)(await Service.JsonOf(await open.GetAsync("/frontend/settings")))["keyRequired"]!);
    }

    [Fact]
    public async Task Without_a_file_of_keys_every_key_is_as_good_as_none()
    {
        await using var open = new Service();

        Assert.Equal(HttpStatusCode.OK, (await open.PostAsync("""{"q":"Hello","source":"en","target":"de","api_key":"any"}""")).StatusCode);
    }

    [Fact]
    public async Task Keys_stand_in_no_line_of_the_log()
    {
        await SendAsync(HttpMethod.Post, $"/translate?api_key={_key}", Json(Hello));
        await SendAsync(HttpMethod.Post, "/translate_file", Json("{}"), "X-Api-Key", _key);

        Assert.NotEmpty(_service.Log.Lines);
        Assert.All(_service.Log.Lines, line => Assert.DoesNotContain(_key[17..], line.Message + line.Error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DELETE", "/translate", 405)]
    [InlineData("GET", "/nowhere", 404)]
    public async Task What_is_no_route_needs_no_key(string method, string path, int status) =>
        Assert.Equal(status, (int)(await SendAsync(new(method), path, null)).StatusCode);

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _keys.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, string? header = null, string? value = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (header is not null)
            request.Headers.TryAddWithoutValidation(header, value);

        return await _service.CreateClient().SendAsync(request, Cancel);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
