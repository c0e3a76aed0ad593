using Seq2SeqService.Api.Access.Tokens;

namespace Seq2SeqService.Api.Access;

/// <summary>Who has shown a key or a token that holds.</summary>
/// <param name="Subject">Whose things are the caller's: a key's id, or a token's name behind <see cref="TokenCheck.Mark"/>.</param>
/// <param name="Scopes">What it opens.</param>
internal sealed record Holder(string Subject, Scopes Scopes);

/// <summary>What the service takes from callers: keys of its file, tokens of an identity provider, both, or nothing.</summary>
internal sealed class Credentials(KeyRing keys, TokenCheck tokens)
{
    /// <summary>Nothing is wanted: everybody may ask.</summary>
    public bool IsOpen => keys.IsEmpty && !tokens.IsOn;

    /// <summary>Null of what is neither a key nor a token that holds.</summary>
    public async Task<Holder?> FindAsync(PresentedKey presented, CancellationToken cancel)
    {
        if (keys.Find(presented.Text) is { } key)
            return new(key.Id, ScopeNames.Parse(key.Scopes)!.Value);

        // A token in a query string would stand in the logs of proxies with the name of a person in it.
        return presented.IsField ? null : await tokens.FindAsync(presented.Text, cancel);
    }
}
