using Seq2SeqService.Training.Data;

namespace Seq2SeqService.Training.Data.Blocks;

/// <summary>A pair as it lies in a block.</summary>
/// <param name="Way">Twice the number of its text in the recipe, and one more for the other direction.</param>
/// <param name="Ids">The pair as validation cuts it.</param>
/// <param name="Source">The text, where it is cut anew in every epoch; else empty.</param>
/// <param name="Target">As <paramref name="Source"/>.</param>
internal sealed record StoredPair(int Way, EncodedPair Ids, string Source, string Target);

/// <summary>Reads and writes pairs one after the other: small numbers take a byte or two.</summary>
internal static class BlockFile
{
    private const int BufferBytes = 1 << 14;
    private const int MaxTokens = 1 << 16;

    public static BinaryWriter Create(string path) => new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes));

    public static void Write(BinaryWriter writer, StoredPair pair)
    {
        writer.Write7BitEncodedInt(pair.Way);
        WriteIds(writer, pair.Ids.Source);
        WriteIds(writer, pair.Ids.Target);
        writer.Write(pair.Source);
        writer.Write(pair.Target);
    }

    /// <summary>What was written so far survives the machine's end.</summary>
    public static void Sync(BinaryWriter writer)
    {
        writer.Flush();
        ((FileStream)writer.BaseStream).Flush(flushToDisk: true);
    }

    /// <summary>All pairs of a block; one that has not just so many is damaged.</summary>
    public static List<StoredPair> ReadWhole(string path, long pairs)
    {
        try
        {
            var read = Read(path).ToList();
            return read.Count == pairs ? read : throw Damaged(path, null);
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException)
        {
            throw Damaged(path, error);
        }
    }

    public static IEnumerable<StoredPair> Read(string path)
    {
        using var reader = new BinaryReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan));
        var length = reader.BaseStream.Length;
        while (reader.BaseStream.Position < length)
            yield return new StoredPair(reader.Read7BitEncodedInt(), new EncodedPair(ReadIds(reader, path), ReadIds(reader, path)), reader.ReadString(), reader.ReadString());
    }

    private static void WriteIds(BinaryWriter writer, int[] ids)
    {
        writer.Write7BitEncodedInt(ids.Length);
        foreach (var id in ids)
            writer.Write7BitEncodedInt(id);
    }

    private static InvalidDataException Damaged(string path, Exception? error) =>
        new($"{path} is damaged; remove the run's directory 'pairs' to read the text anew.", error);

    private static int[] ReadIds(BinaryReader reader, string path)
    {
        var length = reader.Read7BitEncodedInt();
        if (length is < 0 or > MaxTokens)
            throw Damaged(path, null);

        var ids = new int[length];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = reader.Read7BitEncodedInt();

        return ids;
    }
}
