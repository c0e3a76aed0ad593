using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests.Access.Tokens;

/// <summary>Tokens of an OpenID Connect provider, which tells its keys itself.</summary>
public sealed class AuthorityTests : IAsyncDisposable
{
    private const string Hello = """{"q":"Hello","source":"en","target":"de"}""";

    private readonly TokenIssuer _issuer = new();
    private readonly TokenIssuer _next = new() { KeyId = "two" };
    private string _keySet;
    private bool _isGone;
    private WebApplication? _provider;
    private Service? _service;

    public AuthorityTests() => _keySet = _issuer.KeySet;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_tokens_open_routes_also_while_it_is_gone()
    {
        await StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_issuer)).StatusCode);

        _isGone = true;

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_issuer)).StatusCode);
    }

    [Fact]
    public async Task A_key_that_it_has_changed_is_fetched_when_a_token_names_it()
    {
        await StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_issuer)).StatusCode);

        _keySet = _next.KeySet;

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_next)).StatusCode);
    }

    [Fact]
    public async Task Before_its_keys_were_ever_read_a_token_is_not_judged()
    {
        _isGone = true;
        await StartAsync();

        var response = await AskAsync(_issuer);

        await ProblemAssert.IsProblemAsync(response, 503, "tokens-unavailable", "Authorization");
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Single(_service!.Log.Lines, line => line.Level == LogLevel.Error);

        _isGone = false;
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_issuer)).StatusCode);
    }

    [Fact]
    public async Task Tokens_of_another_issuer_than_it_says_are_refused()
    {
        await StartAsync(says: "https://other.example");

        await ProblemAssert.IsProblemAsync(await AskAsync(_issuer), 401, "unknown-key", "Authorization");
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
        if (_provider is not null)
            await _provider.DisposeAsync();

        _issuer.Dispose();
        _next.Dispose();
    }

    private async Task StartAsync(string says = TokenIssuer.Name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _provider = builder.Build();
        _provider.MapGet("/realm/.well-known/openid-configuration", (HttpContext context) => Answer(new JsonObject { ["issuer"] = says, ["jwks_uri"] = $"http://{context.Request.Host}/keys" }.ToJsonString()));
        _provider.MapGet("/keys", () => Answer(_keySet));
        await _provider.StartAsync(Cancel);
        _service = new() { Settings = { ["Api:Jwt:Authority"] = $"{_provider.Urls.Single()}/realm/", ["Api:Jwt:Audience"] = TokenIssuer.Audience } };
    }

    private IResult Answer(string json) => _isGone ? Results.StatusCode(StatusCodes.Status502BadGateway) : Results.Text(json, "application/json");

    private async Task<HttpResponseMessage> AskAsync(TokenIssuer signer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/translate") { Content = new StringContent(Hello, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", signer.Token(TokenIssuer.Claims()));
        return await _service!.CreateClient().SendAsync(request, Cancel);
    }
}
