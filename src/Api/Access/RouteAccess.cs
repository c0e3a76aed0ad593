namespace Seq2SeqService.Api.Access;

/// <summary>What a route asks of its callers where the service wants keys.</summary>
/// <param name="NeedsKey">False for what everybody may ask.</param>
/// <param name="Scope">What the key must open.</param>
/// <param name="InBody">Whether clients of LibreTranslate or DeepL may send the key as a field of the body.</param>
internal sealed record RouteAccess(bool NeedsKey, Scopes Scope, bool InBody)
{
    /// <summary>Of a route that says nothing: closed to all but operators, so that a forgotten word opens no door.</summary>
    public static RouteAccess Unsaid { get; } = new(NeedsKey: true, Scopes.Operate, InBody: false);
}

internal static class RouteAccessExtensions
{
    /// <summary>A key of this scope opens the route.</summary>
    public static T WithScope<T>(this T route, Scopes scope, bool inBody = false)
        where T : IEndpointConventionBuilder => route.WithMetadata(new RouteAccess(NeedsKey: true, scope, inBody));

    /// <summary>Everybody may ask, with and without a key.</summary>
    public static T WithoutKey<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(new RouteAccess(NeedsKey: false, Scopes.None, InBody: false));
}
