using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Seq2SeqService.Api.Access;

/// <summary>The keys that hold now. The file is looked at once a second, and what cannot be read leaves the keys as they were.</summary>
internal sealed partial class KeyRing
{
    private static readonly byte[] NoDigest = new byte[SHA256.HashSizeInBytes];

    private readonly WatchedFile<Dictionary<string, ApiKey>>? _file;
    private readonly TimeProvider _clock;
    private readonly AuditLog _audit;
    private readonly ILogger<KeyRing> _logger;
    private Dictionary<string, ApiKey> _old = [];

    /// <exception cref="InvalidDataException">The file is not there, or is none of keys.</exception>
    public KeyRing(IOptions<KeyOptions> options, IHostEnvironment environment, TimeProvider clock, AuditLog audit, ILogger<KeyRing> logger)
    {
        (_clock, _audit, _logger) = (clock, audit, logger);
        if (options.Value.PathFrom(environment.ContentRootPath) is not { } path)
            return;

        if (!File.Exists(path))
            throw new InvalidDataException($"{KeyOptions.Section}:File names {path}, which does not exist. Make a first key with: keys create --file {path} --name NAME --scopes translate");

        try
        {
            _file = new(path, clock, Read, LogKept);
            _file.Read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{KeyOptions.Section}:File names {path}, which this user cannot read: make it as the user that the service runs as.", error);
        }
    }

    /// <summary>There is no file of keys.</summary>
    public bool IsEmpty => _file is null;

    /// <summary>The key of this text, if it is one and holds. How long it takes says nothing of how much of a secret was right.</summary>
    public ApiKey? Find(string text)
    {
        if (_file is null || KeyText.IdOf(text) is not { } id)
            return null;

        var key = _file.Value.GetValueOrDefault(id);
        var expected = key is null ? NoDigest : Convert.FromHexString(key.Sha256);
        var isRight = CryptographicOperations.FixedTimeEquals(expected, KeyText.Digest(text));
        return isRight && key is not null && key.HoldsAt(_clock.GetUtcNow()) ? key : null;
    }

    private Dictionary<string, ApiKey> Read(string path)
    {
        var (old, keys) = (_old, KeyFile.Read(path).ToDictionary(key => key.Id));
        _old = keys;
        _audit.KeysRead(
            keys.Keys.Except(old.Keys),
            old.Keys.Except(keys.Keys),
            keys.Values.Where(key => old.TryGetValue(key.Id, out var before) && !IsSame(before, key)).Select(key => key.Id));
        return keys;
    }

    private static bool IsSame(ApiKey one, ApiKey other) =>
        one.Scopes.SequenceEqual(other.Scopes) && one with { Scopes = other.Scopes } == other;

    [LoggerMessage(LogLevel.Error, "The keys cannot be read, and stay as they were: {Reason}")]
    private partial void LogKept(string reason);
}
