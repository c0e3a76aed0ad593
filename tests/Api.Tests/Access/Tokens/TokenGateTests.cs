using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests.Access.Tokens;

/// <summary>Tokens at the door that keys go through.</summary>
public sealed class TokenGateTests : IAsyncDisposable
{
    private const string Hello = """{"q":"Hello","source":"en","target":"de"}""";
    private const string Railway = """{"name":"Railway","source":"en","target":"de","entries":{"station":"Haltestelle"}}""";

    private readonly string _directory = Directory.CreateTempSubdirectory("tokens-").FullName;
    private readonly TokenIssuer _issuer = new();
    private readonly TokenIssuer _stranger = new();
    private readonly Service _service;

    public TokenGateTests()
    {
        File.WriteAllText(KeysFile, _issuer.KeySet);
        _service = new Service { Settings = Settings };
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string KeysFile => Path.Combine(_directory, "issuer.json");

    private Dictionary<string, string> Settings => new()
    {
        ["Api:Jwt:KeysFile"] = KeysFile,
        ["Api:Jwt:Issuer"] = TokenIssuer.Name,
        ["Api:Jwt:Audience"] = TokenIssuer.Audience,
        ["Api:Glossaries:Directory"] = _directory,
    };

    [Theory]
    [InlineData("\"translate\"")]
    [InlineData("\"openid translate profile\"")]
    [InlineData("""["openid", "translate"]""")]
    public async Task A_token_opens_what_its_scopes_say(string scope)
    {
        var claims = TokenIssuer.Claims();
        claims["scope"] = JsonNode.Parse(scope);

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_issuer.Token(claims))).StatusCode);
    }

    [Fact]
    public async Task A_token_without_the_scope_is_known_and_refused()
    {
        var documents = _issuer.Token(TokenIssuer.Claims("documents"));
        var nothing = TokenIssuer.Claims();
        nothing.Remove("scope");

        await ProblemAssert.IsProblemAsync(await AskAsync(documents), 403, "missing-scope", "Authorization");
        await ProblemAssert.IsProblemAsync(await AskAsync(_issuer.Token(nothing)), 403, "missing-scope", "Authorization");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/models", _issuer.Token(nothing))).StatusCode);
    }

    [Fact]
    public async Task Scopes_have_the_prefix_and_the_claim_of_the_settings()
    {
        await using var service = new Service { Settings = new(Settings) { ["Api:Jwt:ScopeClaim"] = "scp", ["Api:Jwt:ScopePrefix"] = "s2s:" } };
        var (right, bare) = (TokenIssuer.Claims(), TokenIssuer.Claims());
        (right["scp"], bare["scp"]) = ("s2s:translate", "translate");

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/translate", _issuer.Token(right), Hello, service)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, "/translate", _issuer.Token(bare), Hello, service)).StatusCode);
    }

    public static TheoryData<string> BadTokens => [.. Bad.Keys];

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_token_that_does_not_hold_is_refused_like_a_wrong_key(string what)
    {
        var token = Bad[what](this);

        var response = await AskAsync(token);

        await ProblemAssert.IsProblemAsync(response, 401, "unknown-key", "Authorization");
        Assert.All(_service.Log.Lines, line => Assert.DoesNotContain(token, line.Message + line.Error, StringComparison.Ordinal));
    }

    private static readonly Dictionary<string, Func<TokenGateTests, string>> Bad = new()
    {
        ["expired"] = test => test._issuer.Token(TokenIssuer.Claims(until: -TimeSpan.FromMinutes(1))),
        ["not yet"] = test => test._issuer.Token(With("nbf", DateTimeOffset.UtcNow.AddMinutes(2).ToUnixTimeSeconds())),
        ["without an end"] = test => test._issuer.Token(With("exp", null)),
        ["an end that is no number"] = test => test._issuer.Token(With("exp", "tomorrow")),
        ["for others"] = test => test._issuer.Token(With("aud", "elsewhere")),
        ["for nobody"] = test => test._issuer.Token(With("aud", null)),
        ["of another issuer"] = test => test._issuer.Token(With("iss", "https://evil.example")),
        ["of no issuer"] = test => test._issuer.Token(With("iss", null)),
        ["of nobody"] = test => test._issuer.Token(With("sub", null)),
        ["with a name of two lines"] = test => test._issuer.Token(With("sub", "a\nkey 0123456789ab asked")),
        ["with a name that is no text"] = test => test._issuer.Token(With("sub", new JsonArray("a"))),
        ["with an endless name"] = test => test._issuer.Token(With("sub", new string('a', 201))),
        ["larger than tokens are"] = test => test._issuer.Token(With("more", new string('a', 9000))),
        ["signed by another key"] = test => test._stranger.Token(TokenIssuer.Claims()),
        ["signed by nobody"] = _ => TokenIssuer.Sealed(new() { ["alg"] = "none" }, TokenIssuer.Claims(), _ => []),
        ["signed with the public key as a secret"] = test =>
            TokenIssuer.Sealed(new() { ["alg"] = "HS256", ["kid"] = "one" }, TokenIssuer.Claims(), text => HMACSHA256.HashData(test._issuer.PublicKeyPem, text)),
        ["signed with the modulus as a secret"] = test =>
            TokenIssuer.Sealed(new() { ["alg"] = "HS256", ["kid"] = "one" }, TokenIssuer.Claims(), text => HMACSHA256.HashData(Base64Url.DecodeFromChars((string?)test._issuer.PublicKey["n"]), text)),
        ["that brings its own key"] = test =>
            TokenIssuer.Sealed(new() { ["alg"] = "RS256", ["jwk"] = test._stranger.PublicKey }, TokenIssuer.Claims(), test._stranger.Sign),
        ["that names an unknown key"] = test =>
            TokenIssuer.Sealed(new() { ["alg"] = "RS256", ["kid"] = "other" }, TokenIssuer.Claims(), test._stranger.Sign),
        ["changed after it was signed"] = test => Changed(test._issuer.Token(TokenIssuer.Claims("documents"))),
        ["cut off"] = test => test._issuer.Token(TokenIssuer.Claims())[..^2],
        ["empty"] = _ => "..",
        ["no token"] = _ => "a.b.c",
    };

    [Fact]
    public async Task Without_a_token_the_route_asks_for_one_though_there_is_no_file_of_keys() =>
        await ProblemAssert.IsProblemAsync(await SendAsync(HttpMethod.Post, "/translate", token: null, Hello), 401, "key-required", "Authorization");

    [Fact]
    public async Task Keys_open_beside_tokens()
    {
        using var keys = new KeptKeys();
        var key = keys.Add("translate");
        await using var service = new Service { Settings = new(keys.Settings.Concat(Settings.Where(setting => setting.Key.StartsWith("Api:Jwt", StringComparison.Ordinal)))) };

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/translate", key, Hello, service)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/translate", _issuer.Token(TokenIssuer.Claims()), Hello, service)).StatusCode);
    }

    [Fact]
    public async Task A_token_in_a_query_string_is_none()
    {
        var response = await _service.CreateClient().PostAsync($"/translate?api_key={_issuer.Token(TokenIssuer.Claims())}", new StringContent(Hello, Encoding.UTF8, "application/json"), Cancel);

        await ProblemAssert.IsProblemAsync(response, 403, "unknown-key", "Authorization");
    }

    [Fact]
    public async Task What_one_token_made_belongs_to_its_name_alone()
    {
        var (alice, bob) = (_issuer.Token(TokenIssuer.Claims()), _issuer.Token(TokenIssuer.Claims(name: "bob")));
        var id = (string)(await Service.JsonOf(await SendAsync(HttpMethod.Post, "/glossaries", alice, Railway)))["id"]!;

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, $"/glossaries/{id}", _issuer.Token(TokenIssuer.Claims(until: TimeSpan.FromHours(1))))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"/glossaries/{id}", bob)).StatusCode);
    }

    [Fact]
    public async Task A_token_with_the_name_of_a_key_is_not_that_key()
    {
        using var keys = new KeptKeys();
        var key = keys.Add("translate");
        await using var service = new Service { Settings = new(keys.Settings.Concat(Settings.Where(setting => setting.Key.StartsWith("Api:Jwt", StringComparison.Ordinal)))) };
        var id = (string)(await Service.JsonOf(await SendAsync(HttpMethod.Post, "/glossaries", key, Railway, service)))["id"]!;

        var impostor = _issuer.Token(TokenIssuer.Claims(name: key.Substring(4, 12)));

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"/glossaries/{id}", impostor, service: service)).StatusCode);
    }

    [Fact]
    public async Task Keys_of_the_issuer_change_with_their_file()
    {
        var clock = new ForwardClock();
        await using var service = new Service { Settings = Settings, Clock = clock };
        using var next = new TokenIssuer { KeyId = "two" };
        var (before, after) = (_issuer.Token(TokenIssuer.Claims()), next.Token(TokenIssuer.Claims()));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Post, "/translate", after, Hello, service)).StatusCode);

        await File.WriteAllTextAsync(KeysFile, next.KeySet + "\n", Cancel);
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/translate", after, Hello, service)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Post, "/translate", before, Hello, service)).StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _issuer.Dispose();
        _stranger.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private Task<HttpResponseMessage> AskAsync(string token) => SendAsync(HttpMethod.Post, "/translate", token, Hello);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, string? body = null, Service? service = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");

        return await (service ?? _service).CreateClient().SendAsync(request, Cancel);
    }

    private static JsonObject With(string claim, JsonNode? value)
    {
        var claims = TokenIssuer.Claims();
        if (value is null)
            claims.Remove(claim);
        else
            claims[claim] = value;
        return claims;
    }

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        return $"{parts[0]}.{TokenIssuer.Part(TokenIssuer.Claims())}.{parts[2]}";
    }

    private sealed class ForwardClock : TimeProvider
    {
        private long _ahead;

        public void Advance(TimeSpan time) => Interlocked.Add(ref _ahead, (long)(time.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _ahead);
    }
}
