using Seq2SeqService.Api.Access.Tokens;

namespace Seq2SeqService.Api.Access;

/// <summary>Who asks.</summary>
/// <param name="Subject">The id of the caller's key, or the name of its token with a mark in front; null where the caller has shown neither.</param>
/// <param name="Address">Where the request came from.</param>
/// <param name="Scopes">What the caller may do; all where the service asks for no keys.</param>
internal sealed record Caller(string? Subject, string Address, Scopes Scopes)
{
    /// <summary>For quotas and logs: the key's id or the token's name, else the address.</summary>
    public string Id => Subject is null ? $"address {Address}" : Subject.StartsWith(TokenCheck.Mark, StringComparison.Ordinal) ? Subject : $"key {Subject}";

    /// <summary>Whose something is that this caller makes; empty where callers have no names.</summary>
    public string Owner => Subject ?? "";

    /// <summary>Whether something of this owner is this caller's to see and change. Operators, and everybody where no keys are wanted, may reach all.</summary>
    public bool MayReach(string owner) => Scopes.HasFlag(Scopes.Operate) || (owner.Length > 0 && owner == Subject);
}

internal static class CallerOfRequest
{
    private static readonly object Place = new();

    /// <summary>Who asks; before <see cref="KeyGate"/>, and behind it on routes that need no key, somebody who may do nothing.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.Items[Place] as Caller ?? new(Subject: null, AddressOf(context), Scopes.None);

    public static Caller SetCaller(this HttpContext context, string? subject, Scopes scopes)
    {
        var caller = new Caller(subject, AddressOf(context), scopes);
        context.Items[Place] = caller;
        return caller;
    }

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
