using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Access.Tokens;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests.Access;

/// <summary>What stands in the audit log of a route for operators.</summary>
public sealed class AuditTests : IDisposable
{
    private readonly KeptKeys _keys = new();
    private readonly RememberedLog _log = new();
    private readonly LoggerFactory _loggers;
    private bool _isReached;
    private Exception? _failure;

    public AuditTests() => _loggers = new([_log]);

    private List<string> Audited => [.. _log.Lines.Where(line => line.Category == AuditLog.Category && line.Message.Contains("asked", StringComparison.Ordinal)).Select(line => line.Message)];

    [Fact]
    public async Task An_operators_action_is_audited_with_the_id_of_the_key_and_the_status()
    {
        var text = _keys.Add("operate");

        await AskAsync(text);

        Assert.True(_isReached);
        var line = Assert.Single(Audited);
        Assert.StartsWith($"key {text.Substring(4, 12)} asked POST /models/en-de/activate: 204, trace ", line, StringComparison.Ordinal);
        Assert.DoesNotContain(text[17..], line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_that_is_refused_or_fails_is_audited_with_what_became_of_it()
    {
        var key = _keys.Add("operate");

        _failure = new RequestRefusedException(ProblemKind.UnknownModel, "name", "is not served");
        await Assert.ThrowsAsync<RequestRefusedException>(() => AskAsync(key));
        _failure = new InvalidOperationException("a bug");
        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(key));

        Assert.Collection(Audited, line => Assert.Contains(": 404, ", line, StringComparison.Ordinal), line => Assert.Contains(": 500, ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_without_the_scope_is_refused_and_audited()
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => AskAsync(_keys.Add("translate,documents")));

        Assert.Equal(ProblemKind.MissingScope, refused.Kind);
        Assert.False(_isReached);
        Assert.Contains(": 403, trace ", Assert.Single(Audited), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s2s_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("")]
    public async Task Who_has_no_key_that_holds_is_audited_by_his_address(string text)
    {
        _keys.Add("operate");

        await Assert.ThrowsAsync<RequestRefusedException>(() => AskAsync(text));

        Assert.False(_isReached);
        var line = Assert.Single(Audited);
        Assert.StartsWith("address ", line, StringComparison.Ordinal);
        Assert.Contains(": 401, trace ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_that_says_nothing_is_closed_to_a_key_of_callers()
    {
        await Assert.ThrowsAsync<RequestRefusedException>(() => AskAsync(_keys.Add("translate"), new()));

        Assert.False(_isReached);
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _keys.Dispose();
    }

    private Task AskAsync(string key) => AskAsync(key, new(new RouteAccess(NeedsKey: true, Scopes.Operate, InBody: false)));

    private async Task AskAsync(string key, EndpointMetadataCollection said)
    {
        var options = Microsoft.Extensions.Options.Options.Create(new KeyOptions { File = _keys.File });
        var audit = new AuditLog(_loggers);
        var environment = new HostingEnvironment { ContentRootPath = Path.GetTempPath() };
        var noTokens = Microsoft.Extensions.Options.Options.Create(new JwtOptions());
        var ring = new KeyRing(options, environment, TimeProvider.System, audit, _loggers.CreateLogger<KeyRing>());
        var context = new DefaultHttpContext { Request = { Method = "POST", Path = "/models/en-de/activate" } };
        context.Request.Headers.Authorization = $"Bearer {key}";
        context.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/models/{name}/activate"), order: 0, said, displayName: null));

        using var issuer = new IssuerKeys(noTokens, environment, TimeProvider.System, _loggers.CreateLogger<IssuerKeys>());
        var tokens = new TokenCheck(issuer, noTokens, TimeProvider.System, _loggers.CreateLogger<TokenCheck>());
        await new KeyGate(ReachAsync, new Credentials(ring, tokens), audit, options).InvokeAsync(context);
    }

    private Task ReachAsync(HttpContext context)
    {
        (_isReached, context.Response.StatusCode) = (true, 204);
        return _failure is null ? Task.CompletedTask : Task.FromException(_failure);
    }
}
