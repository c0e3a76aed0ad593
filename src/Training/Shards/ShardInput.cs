using System.Security.Cryptography;
using System.Text;

namespace Seq2SeqService.Training.Shards;

/// <summary>
/// The lines of a file that are one shard's: those that begin in its share of the bytes. So every line is in just one shard, the shards follow
/// each other in order, and nobody has to count lines first. Lines end at line feeds only.
/// </summary>
internal sealed class ShardInput
{
    private const int BufferBytes = 1 << 16;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly string _path;

    public ShardInput(string path, Shard shard)
    {
        _path = path;
        using var file = Open();
        Length = file.Length;
        Begin = LineStart(file, (long)((Int128)Length * shard.Index / shard.Count));
        End = LineStart(file, (long)((Int128)Length * (shard.Index + 1) / shard.Count));
        Hash = HashOf(file, Begin, End);
    }

    /// <summary>Bytes of the whole file.</summary>
    public long Length { get; }

    /// <summary>Where the shard's first line begins, in bytes of the file.</summary>
    public long Begin { get; }

    /// <summary>Where the first line begins that is another shard's.</summary>
    public long End { get; }

    /// <summary>SHA-256 of the shard's bytes, in hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>The shard's lines from a place on, each with the place behind it.</summary>
    public IEnumerable<(string Line, long End)> LinesFrom(long place)
    {
        using var file = Open();
        file.Position = place;
        var line = new MemoryStream();
        while (place < End)
        {
            line.SetLength(0);
            var read = ReadLine(file, line);
            if (read == 0)
                throw new IOException($"The file {_path} became shorter while it was read.");

            var bytes = line.GetBuffer().AsSpan(0, (int)line.Length);
            if (place == 0 && bytes.StartsWith(ByteOrderMark))
                bytes = bytes[ByteOrderMark.Length..];

            place += read;
            yield return (Encoding.UTF8.GetString(bytes).TrimEnd('\r'), place);
        }
    }

    /// <summary>The first place from <paramref name="at"/> on where a line begins; the end of the file where none does.</summary>
    private static long LineStart(FileStream file, long at)
    {
        if (at == 0 || at >= file.Length)
            return Math.Min(at, file.Length);

        file.Position = at - 1;   // a line may begin right here
        return at - 1 + ReadLine(file, line: null);
    }

    /// <summary>Reads up to and with the next line feed, which is not a part of the line; gives the bytes that were read.</summary>
    private static long ReadLine(FileStream file, MemoryStream? line)
    {
        var read = 0L;
        for (int next; (next = file.ReadByte()) >= 0;)
        {
            read++;
            if (next == '\n')
                break;

            line?.WriteByte((byte)next);
        }

        return read;
    }

    private static string HashOf(FileStream file, long begin, long end)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        file.Position = begin;
        for (var left = end - begin; left > 0;)
        {
            var read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
            hash.AppendData(buffer, 0, read);
            left = read == 0 ? 0 : left - read;
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private FileStream Open() => new(_path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
}
