using System.Net;
using System.Text;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.EndToEnd.Tests;

namespace Seq2SeqService.Api.Tests.Access;

/// <summary>What one key has made, another cannot find: neither by its own routes nor by another dialect's.</summary>
public sealed class OwnershipTests : IAsyncDisposable
{
    private const string Railway = """{"name":"Railway","source":"en","target":"de","entries":{"station":"Haltestelle"}}""";

    private readonly KeptKeys _keys = new();
    private readonly (string Mine, string Other, string Operator) _key;
    private readonly Service _service;

    public OwnershipTests()
    {
        _key = (_keys.Add("translate,documents"), _keys.Add("translate,documents"), _keys.Add("translate,documents,operate"));
        _service = new Service { Settings = _keys.Settings };
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_glossary_of_one_key_is_unknown_to_another()
    {
        var id = (string)(await Service.JsonOf(await SendAsync(_key.Mine, HttpMethod.Post, "/glossaries", Railway)))["id"]!;

        foreach (var (method, path, body) in new[]
        {
            ("GET", $"/glossaries/{id}", null), ("PUT", $"/glossaries/{id}", Railway), ("DELETE", $"/glossaries/{id}", null),
            ("GET", $"/v2/glossaries/{id}", null), ("GET", $"/v2/glossaries/{id}/entries", null), ("DELETE", $"/v2/glossaries/{id}", null),
            ("GET", $"/v3/glossaries/{id}", null), ("DELETE", $"/v3/glossaries/{id}", null), ("PATCH", $"/v3/glossaries/{id}", """{"name":"x"}"""),
            ("POST", "/translate", $$$"""{"q":"station","source":"en","target":"de","options":{"glossaryId":"{{{id}}}"}}"""),
            ("POST", "/v2/translate", $$"""{"text":["station"],"source_lang":"en","target_lang":"de","glossary_id":"{{id}}"}"""),
        })
        {
            var response = await SendAsync(_key.Other, new(method), path, body);
            Assert.True(response.StatusCode == HttpStatusCode.NotFound, $"{method} {path}: {(int)response.StatusCode}");
        }

        foreach (var list in new[] { "/glossaries", "/v2/glossaries", "/v3/glossaries" })
        {
            Assert.Empty((await Service.JsonOf(await SendAsync(_key.Other, HttpMethod.Get, list)))["glossaries"]!.AsArray());
            Assert.Single((await Service.JsonOf(await SendAsync(_key.Mine, HttpMethod.Get, list)))["glossaries"]!.AsArray());
            Assert.Single((await Service.JsonOf(await SendAsync(_key.Operator, HttpMethod.Get, list)))["glossaries"]!.AsArray());
        }

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(_key.Mine, HttpMethod.Get, $"/glossaries/{id}")).StatusCode);
    }

    [Fact]
    public async Task A_document_of_one_key_is_unknown_to_another_even_with_its_address_and_key()
    {
        using var form = new MultipartFormDataContent { { new StringContent("de"), "target_lang" }, { new StringContent("en"), "source_lang" }, { new StringContent("Hello"), "file", "a.txt" } };
        var sent = await Service.JsonOf(await SendAsync(_key.Mine, HttpMethod.Post, "/v2/document", form));
        var (path, secret) = ($"/v2/document/{sent["document_id"]}", $$"""{"document_key":"{{sent["document_key"]}}"}""");

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(_key.Other, HttpMethod.Post, path, secret)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(_key.Other, HttpMethod.Post, $"{path}/result", secret)).StatusCode);

        await Condition.MetAsync(async () => (string?)(await Service.JsonOf(await SendAsync(_key.Mine, HttpMethod.Post, path, secret)))["status"] == "done");
        Assert.Equal("HELLO", await (await SendAsync(_key.Mine, HttpMethod.Post, $"{path}/result", secret)).Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_file_that_one_key_sent_is_not_downloaded_with_another()
    {
        using var form = new MultipartFormDataContent { { new StringContent("de"), "target" }, { new StringContent("en"), "source" }, { new StringContent("Hello"), "file", "a.txt" } };
        var address = new Uri((string)(await Service.JsonOf(await SendAsync(_key.Mine, HttpMethod.Post, "/translate_file", form)))["translatedFileUrl"]!).PathAndQuery;

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(_key.Other, HttpMethod.Get, address)).StatusCode);
        Assert.Equal("HELLO", await (await SendAsync(_key.Mine, HttpMethod.Get, address)).Content.ReadAsStringAsync(Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _keys.Dispose();
    }

    private Task<HttpResponseMessage> SendAsync(string key, HttpMethod method, string path, string? json = null) =>
        SendAsync(key, method, path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"));

    private async Task<HttpResponseMessage> SendAsync(string key, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new("Bearer", key);
        return await _service.CreateClient().SendAsync(request, Cancel);
    }
}
