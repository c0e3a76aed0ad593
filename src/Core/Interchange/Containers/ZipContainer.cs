using System.IO.Compression;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.Containers;

/// <summary>
/// A zip archive from outside. What its entries claim to hold is bounded by the archive's own size, so that a small file cannot ask for a
/// large memory; every fault is a <see cref="CheckpointException"/> that names the file.
/// </summary>
internal sealed class ZipContainer : IDisposable
{
    /// <summary>Weights hardly shrink; only text and zeros do.</summary>
    private const long MostExpansion = 16;

    private const long AlwaysBelieved = 64L << 20;

    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    private ZipContainer(string path, ZipArchive archive)
    {
        Name = Path.GetFileName(path);
        _archive = archive;
        var believed = AlwaysBelieved + (MostExpansion * new FileInfo(path).Length);
        foreach (var entry in archive.Entries)
        {
            if (entry.Length < 0 || (believed -= entry.Length) < 0)
                throw new CheckpointException($"{Name}: its entries claim many times the size of the file; such an archive is not unpacked.");
            if (!_entries.TryAdd(entry.FullName, entry))
                throw new CheckpointException($"{Name}: it holds '{entry.FullName}' twice.");
        }
    }

    /// <summary>The file, for messages.</summary>
    public string Name { get; }

    public IEnumerable<string> Entries => _entries.Keys;

    public static ZipContainer Open(string path)
    {
        ZipArchive? archive = null;
        try
        {
            archive = ZipFile.OpenRead(path);
            return new(path, archive);
        }
        catch (Exception error)
        {
            archive?.Dispose();
            if (Explain(Path.GetFileName(path), error) is { } reason)
                throw reason;
            throw;
        }
    }

    public bool Contains(string entry) => _entries.ContainsKey(entry);

    /// <summary>Bytes of an entry.</summary>
    public long Length(string entry) => Find(entry).Length;

    /// <summary>What <paramref name="read"/> makes of an entry.</summary>
    public T Read<T>(string entry, Func<Stream, T> read)
    {
        try
        {
            using var stream = Find(entry).Open();
            return read(stream);
        }
        catch (Exception error) when (Explain($"{Name}: '{entry}'", error) is { } reason)
        {
            throw reason;
        }
    }

    /// <summary>All bytes of an entry that may have <paramref name="most"/>.</summary>
    public byte[] ReadAll(string entry, int most)
    {
        var length = Length(entry);
        if (length > most)
            throw new CheckpointException($"{Name}: '{entry}' has {length} bytes; {most} are believed.");

        return Read(entry, stream =>
        {
            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            return bytes;
        });
    }

    public void Dispose() => _archive.Dispose();

    private ZipArchiveEntry Find(string entry) =>
        _entries.TryGetValue(entry, out var found) ? found : throw new CheckpointException($"{Name}: it has no entry '{entry}'.");

    // What the archive's reader throws at damaged files; FormatException is our own.
    private static CheckpointException? Explain(string what, Exception error) => error switch
    {
        FormatException => new($"{what}: {error.Message}.", error),
        InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException or OverflowException =>
            new($"{what} is not a whole zip archive: {error.Message}", error),
        _ => null,
    };
}
