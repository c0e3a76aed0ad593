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

    public static IEnumerable<StoredPair> Read(string path)
    {
        using var reader = new BinaryReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan));
        var length = reader.BaseStream.Length;
        while (reader.BaseStream.Position < length)
            yield return new StoredPair(reader.Read7BitEncodedInt(), new EncodedPair(ReadIds(reader), ReadIds(reader)), reader.ReadString(), reader.ReadString());
    }

    private static void WriteIds(BinaryWriter writer, int[] ids)
    {
        writer.Write7BitEncodedInt(ids.Length);
        foreach (var id in ids)
            writer.Write7BitEncodedInt(id);
    }

    private static int[] ReadIds(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        if (length is < 0 or > MaxTokens)
            throw new InvalidDataException("A block of pairs is damaged; remove the run's directory 'pairs' to read the text anew.");

        var ids = new int[length];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = reader.Read7BitEncodedInt();

        return ids;
    }
}
