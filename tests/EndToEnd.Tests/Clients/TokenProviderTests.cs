using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Seq2SeqService.EndToEnd.Tests.Bundled;

namespace Seq2SeqService.EndToEnd.Tests.Clients;

/// <summary>Tokens of an identity provider that others wrote (oidc-provider, certified by the OpenID Foundation): its keys are discovered, and followed when they change.</summary>
public sealed class TokenProviderTests : IDisposable
{
    private const string Audience = "translations.example";

    private readonly HttpClient _http = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [NodeFact]
    public async Task A_token_opens_what_its_scopes_say_and_only_where_it_is_meant_for()
    {
        using var provider = new ClientScript("provider.js");
        var issuer = await provider.NextAsync();
        await using var service = ServiceThatTrusts(issuer);
        await ReadyAsync(service);

        Assert.Equal(HttpStatusCode.OK, await TranslateAsync(service, await TokenAsync(issuer, Audience, "translate")));
        Assert.Equal(HttpStatusCode.Forbidden, await TranslateAsync(service, await TokenAsync(issuer, Audience, "documents")));
        Assert.Equal(HttpStatusCode.Unauthorized, await TranslateAsync(service, await TokenAsync(issuer, "elsewhere.example", "translate")));
        Assert.Equal(HttpStatusCode.Unauthorized, await TranslateAsync(service, token: null));
    }

    [NodeFact]
    public async Task A_token_by_new_keys_of_the_provider_opens_at_once()
    {
        using var provider = new ClientScript("provider.js");
        var issuer = await provider.NextAsync();
        await using var service = ServiceThatTrusts(issuer);
        await ReadyAsync(service);
        Assert.Equal(HttpStatusCode.OK, await TranslateAsync(service, await TokenAsync(issuer, Audience, "translate")));

        using var changed = await _http.PostAsync(new Uri(AddressOf(issuer), "new-keys"), content: null, Cancel);

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await TranslateAsync(service, await TokenAsync(issuer, Audience, "translate")));
    }

    public void Dispose() => _http.Dispose();

    private static Uri AddressOf(JsonNode issuer) => new((string)issuer["address"]!);

    private static RunningService ServiceThatTrusts(JsonNode issuer) =>
        new(BundledModel.Store, ("Serilog:MinimumLevel", "Fatal"), ("Api:Jwt:Authority", (string)issuer["address"]!), ("Api:Jwt:Audience", Audience));

    private Task ReadyAsync(RunningService service) =>
        Condition.MetAsync(async () => (await _http.GetAsync(new Uri(service.Address, "health/ready"), Cancel)).IsSuccessStatusCode);

    /// <summary>As a program gets one (RFC 6749, section 4.4), for the service that it names (RFC 8707).</summary>
    private async Task<string> TokenAsync(JsonNode issuer, string audience, string scope)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(AddressOf(issuer), "token"));
        var client = issuer["client"]!;
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client["id"]}:{client["secret"]}")));
        request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("resource", $"https://{audience}"), new("scope", scope)]);
        using var response = await _http.SendAsync(request, Cancel);
        var answer = await response.Content.ReadFromJsonAsync<JsonNode>(Cancel);
        return (string?)answer!["access_token"] ?? throw new InvalidOperationException($"No token: {answer["error_description"] ?? answer["error"]}");
    }

    private async Task<HttpStatusCode> TranslateAsync(RunningService service, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service.Address, "translate"))
        {
            Content = JsonContent.Create(new { q = "Good morning!", source = "en", target = "de" }),
        };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request, Cancel);
        return response.StatusCode;
    }
}
