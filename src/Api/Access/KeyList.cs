namespace Seq2SeqService.Api.Access;

/// <summary>The keys of a file, for whoever changes them. One program at a time changes a file.</summary>
internal sealed class KeyList(string path, TimeProvider clock)
{
    private const int MaxNameLength = 100;

    public IReadOnlyList<ApiKey> All => File.Exists(path) ? KeyFile.Read(path) : [];

    /// <summary>Adds a key and gives its text, which nobody can find out any more afterwards.</summary>
    /// <exception cref="ArgumentException">Name, scopes or end cannot be.</exception>
    public (ApiKey Key, string Text) Add(string name, string scopes, DateTimeOffset? expires)
    {
        if (name.Trim() is not { Length: > 0 and <= MaxNameLength } trimmed || trimmed.Any(char.IsControl))
            throw new ArgumentException($"--name must be 1 to {MaxNameLength} characters in one line.");

        var opened = ScopeNames.Parse(scopes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            ?? throw new ArgumentException($"--scopes must be among {ScopeNames.All}, with commas between, not '{scopes}'.");
        if (expires <= clock.GetUtcNow())
            throw new ArgumentException("--expires must be in the future.");

        var (id, text) = KeyText.New();
        var key = new ApiKey
        {
            Id = id,
            Name = trimmed,
            Scopes = ScopeNames.Of(opened),
            Sha256 = Convert.ToHexStringLower(KeyText.Digest(text)),
            Created = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds()),
            Expires = expires,
        };
        KeyFile.Write(path, [.. All, key]);
        return (key, text);
    }

    /// <exception cref="ArgumentException">There is no such key, or it is revoked already.</exception>
    public ApiKey Revoke(string id)
    {
        var keys = All;
        if (keys.FirstOrDefault(key => key.Id == id) is not { Revoked: null } found)
            throw new ArgumentException($"{path} has no key with the id '{id}' that still holds; keys list shows them.");

        var revoked = found with { Revoked = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds()) };
        KeyFile.Write(path, [.. keys.Select(key => key.Id == id ? revoked : key)]);
        return revoked;
    }
}
