using System.Security.Cryptography;
using System.Text;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Ranks;

/// <summary>Holds the processes of a run to the same recipe, vocabulary and data: with others they would learn something that no file describes.</summary>
internal static class SameRun
{
    /// <summary>The first process makes the vocabulary where there is none; the others must see it.</summary>
    public static Tokenizer OpenVocabulary(RunDirectory run, Recipe recipe, IRanks ranks, Action<string> say)
    {
        if (ranks.Place.Size == 1)
            return run.OpenVocabulary(recipe, say);

        var own = RecipeFile.Write(recipe with { Directory = "" });
        var first = ranks.FirstSays(() =>
        {
            run.OpenVocabulary(recipe, say);
            return Hash(own);
        });
        if (first != Hash(own))
            throw Differs(ranks, "has another recipe, or other --set, than rank 0: every process needs the same.");
        if (!Directory.Exists(run.Vocabulary))
            throw Differs(ranks, $"does not see {run.Vocabulary}: every process needs the run's directory, on a file system that the machines share.");
        return run.OpenVocabulary(recipe, say);
    }

    /// <summary>Compares the pairs of an epoch as they are cut.</summary>
    public static void CheckData(IReadOnlyList<EncodedPair> pairs, int batches, IRanks ranks)
    {
        if (ranks.Place.Size == 1)
            return;

        var own = $"{pairs.Count} pairs in {batches} batches, {Fingerprint.Of(pairs)}";
        var first = ranks.FirstSays(() => own);
        if (first != own)
            throw Differs(ranks, $"reads other data than rank 0: {own} instead of {first}.");
    }

    private static RecipeException Differs(IRanks ranks, string how) => new($"Rank {ranks.Place.Rank} {how}");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
