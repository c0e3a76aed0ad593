using Seq2SeqService.Api.DeepL;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Access;

/// <summary>
/// Refusals of keys with the status that each dialect's clients know: 401 on our own routes; DeepL has 403 for all; LibreTranslate 400 where there is no
/// key on a route of its own, and 403 for a wrong one.
/// </summary>
internal static class KeyRefusal
{
    private const string Header = "Authorization";

    private static readonly PathString[] OfLibreTranslate = ["/translate_file", "/download_file", "/suggest"];

    public static RequestRefusedException Missing(HttpContext context)
    {
        var path = context.Request.Path;
        var status = DeepLEndpoints.IsOf(path) ? 403 : OfLibreTranslate.Any(route => path.StartsWithSegments(route)) ? 400 : 401;
        return new(ProblemKind.KeyRequired with { Status = status }, Header, "must be 'Bearer' and a key; X-Api-Key, api_key and DeepL-Auth-Key are read too")
        {
            Error = "An API key is required.",
        };
    }

    /// <summary>One answer for what is no key, a wrong one, an expired one and a revoked one.</summary>
    public static RequestRefusedException Unknown(HttpContext context, bool isField)
    {
        var path = context.Request.Path;
        var status = isField || DeepLEndpoints.IsOf(path) || OfLibreTranslate.Any(route => path.StartsWithSegments(route)) ? 403 : 401;
        return new(ProblemKind.UnknownKey with { Status = status }, Header, "must hold a key or token that is known here and neither expired nor revoked")
        {
            Error = "Invalid API key.",
        };
    }

    public static RequestRefusedException Scope(Scopes needed)
    {
        var fault = $"must hold a key with the scope {string.Join(", ", ScopeNames.Of(needed))}";
        return new(ProblemKind.MissingScope, Header, fault) { Error = $"The API key has not the scope {string.Join(", ", ScopeNames.Of(needed))}." };
    }
}
