using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Access.Tokens;

/// <summary>
/// Holds tokens to RFC 8725: signed by a key of the one issuer, by public-key algorithms alone whatever a token says of itself, for this service, and of now.
/// </summary>
internal sealed partial class TokenCheck(IssuerKeys keys, IOptions<JwtOptions> options, TimeProvider clock, ILogger<TokenCheck> logger)
{
    /// <summary>Stands before a token's name, so that no token can be taken for a key with the same name.</summary>
    public const string Mark = "token ";

    private const int MaxNameLength = 200;
    private const int MaxTokenBytes = 8 * 1024;

    /// <summary>What clocks of two machines may differ by.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxTokenBytes };

    public bool IsOn => options.Value.IsOn;

    /// <summary>Who a token speaks for; null of what is no token, or of one that does not hold.</summary>
    /// <exception cref="RequestRefusedException">The authority's keys are wanted and cannot be had: the token may be a good one.</exception>
    public async Task<Holder?> FindAsync(string text, CancellationToken cancel)
    {
        if (keys.Current is not { } issuer || text.Count(letter => letter == '.') != 2)
            return null;

        await ReadAsync(issuer, cancel);
        var result = await _handler.ValidateTokenAsync(text, Rules(issuer));
        if (!result.IsValid)
            LogRefused(result.Exception?.GetType().Name ?? "no reason");

        return result is { IsValid: true, SecurityToken: JsonWebToken token } ? HolderOf(token) : null;
    }

    /// <summary>What has been read is kept, so that an authority that is gone for a while stops nobody.</summary>
    private async Task ReadAsync(BaseConfigurationManager issuer, CancellationToken cancel)
    {
        try
        {
            await issuer.GetBaseConfigurationAsync(cancel);
        }
        catch (Exception error) when (error is InvalidOperationException or IOException)
        {
            LogUnreachable(error);
            throw new RequestRefusedException(ProblemKind.TokensUnavailable, "Authorization", "holds a token that cannot be checked now; a key of this service would do") { Error = "Tokens cannot be checked now." };
        }
    }

    private TokenValidationParameters Rules(BaseConfigurationManager issuer) => new()
    {
        ConfigurationManager = issuer,
        ValidAudience = options.Value.Audience,
        ValidAlgorithms = Algorithms,
        LifetimeValidator = (from, until, _, _) => IsNow(from, until),
        NameClaimType = options.Value.NameClaim,
    };

    /// <summary>A token without an end does not hold.</summary>
    private bool IsNow(DateTime? from, DateTime? until)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return until > now - ClockSkew && !(from > now + ClockSkew);
    }

    private Holder? HolderOf(JsonWebToken token)
    {
        if (!token.TryGetPayloadValue<string>(options.Value.NameClaim, out var name) || name is not { Length: > 0 and <= MaxNameLength } || name.Any(char.IsControl))
        {
            LogNameless(options.Value.NameClaim);
            return null;
        }

        var (prefix, claim) = (options.Value.ScopePrefix, options.Value.ScopeClaim);
        var words = token.Claims.Where(held => held.Type == claim).SelectMany(held => held.Value.Split(' '));
        return new(Mark + name, ScopeNames.Among(words.Where(word => word.StartsWith(prefix, StringComparison.Ordinal)).Select(word => word[prefix.Length..])));
    }

    [LoggerMessage(LogLevel.Information, "A token was refused: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(LogLevel.Information, "A token was refused: its claim {Claim} is no name of 1 to 200 characters")]
    private partial void LogNameless(string claim);

    [LoggerMessage(LogLevel.Error, "The authority's keys cannot be read, and tokens cannot be checked")]
    private partial void LogUnreachable(Exception error);
}
