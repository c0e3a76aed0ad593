using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Api.Access.Tokens;

/// <summary>Whose tokens (JWT, RFC 7519) open routes as keys do (section <c>Api:Jwt</c>); nobody's, where all of it is left out.</summary>
internal sealed record JwtOptions : IValidatableObject
{
    public const string Section = "Api:Jwt";

    /// <summary>Address of an OpenID Connect provider, whose public keys are fetched and followed; https, or this machine. Empty by default.</summary>
    public string Authority { get; init; } = "";

    /// <summary>A file of public keys (JWK set, RFC 7517) in place of <see cref="Authority"/>; read again when it changes.</summary>
    public string KeysFile { get; init; } = "";

    /// <summary>What <c>iss</c> of a token must be; with <see cref="KeysFile"/> alone, for an authority says it itself.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>What <c>aud</c> of a token must hold: the name of this service at the provider.</summary>
    public string Audience { get; init; } = "";

    /// <summary>The claim that lists what a token opens: words in one text, or a list of texts. <c>scope</c> by default; <c>scp</c> and <c>roles</c> are usual too.</summary>
    [Required(ErrorMessage = Section + ":ScopeClaim must name a claim, such as scope.")]
    public string ScopeClaim { get; init; } = "scope";

    /// <summary>What stands before <c>translate</c>, <c>documents</c> and <c>operate</c> in that claim, for providers whose scopes are shared. Empty by default.</summary>
    public string ScopePrefix { get; init; } = "";

    /// <summary>The claim that says who a caller is, to whom its glossaries and documents belong. <c>sub</c> by default.</summary>
    [Required(ErrorMessage = Section + ":NameClaim must name a claim, such as sub.")]
    public string NameClaim { get; init; } = "sub";

    public bool IsOn => Authority.Length > 0 || KeysFile.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Fault() is { } fault ? [new ValidationResult($"{Section}:{fault}")] : [];

    private string? Fault() =>
        Authority.Length > 0 && KeysFile.Length > 0 ? "Authority and KeysFile cannot both be set: keys come from one of them."
        : !IsOn ? Audience.Length + Issuer.Length > 0 ? "Authority or KeysFile must say where the public keys come from." : null
        : Audience.Length == 0 ? "Audience must be the name of this service in a token's aud, or tokens made for others would open it."
        : KeysFile.Length > 0 && Issuer.Length == 0 ? "Issuer must be a token's iss where keys come from a file."
        : Authority.Length > 0 && Issuer.Length > 0 ? "Issuer is for KeysFile: an authority says itself what its tokens' iss is."
        : Authority.Length > 0 && !IsSafe(Authority) ? "Authority must be an address with https, or with http of this machine."
        : null;

    private static bool IsSafe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
