using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Data.Formats;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data.Blocks;

/// <summary>A digest of all that decides what lies in blocks.</summary>
internal static class DataDigest
{
    private const int EdgeBytes = 1 << 16;

    /// <summary>
    /// Of the recipe's data but for what only cuts portions, of the vocabulary, and of the size, the beginning and the end of each file: reading them whole
    /// would take as long as making the blocks, and their times change with every copy.
    /// </summary>
    public static string Of(DataRecipe recipe, Tokenizer tokenizer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(recipe with { BufferPairs = 0, Valid = [] }));
        for (var id = 0; id < tokenizer.VocabularySize; id++)
            hash.AppendData(Encoding.UTF8.GetBytes(tokenizer.PieceOf(id) + "\n"));
        foreach (var path in recipe.Train.SelectMany(corpus => (string[])[corpus.Source, corpus.Target, corpus.PairFile]).Where(File.Exists))
            AppendEdges(hash, path);

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendEdges(IncrementalHash hash, string path)
    {
        using var file = TextFile.OpenAsItLies(path);
        var edge = new byte[EdgeBytes];
        hash.AppendData(BitConverter.GetBytes(file.Length));
        hash.AppendData(edge.AsSpan(0, file.ReadAtLeast(edge, edge.Length, throwOnEndOfStream: false)));
        file.Position = Math.Max(0, file.Length - EdgeBytes);
        hash.AppendData(edge.AsSpan(0, file.ReadAtLeast(edge, edge.Length, throwOnEndOfStream: false)));
    }
}
