using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Validation;

/// <summary>Sentences of one direction with their references.</summary>
/// <param name="Name">Name of the direction, or of the file for a task without languages.</param>
internal sealed record ValidationSet(string Name, LanguagePair? Direction, IReadOnlyList<SentencePair> Pairs)
{
    /// <summary>One set for each direction of the corpora, each of at most <paramref name="limit"/> sentences (0 is all).</summary>
    public static IReadOnlyList<ValidationSet> Read(IEnumerable<CorpusRecipe> corpora, int limit) =>
    [
        .. corpora.SelectMany(OneWays).Select(corpus =>
        {
            var pairs = ParallelCorpus.Read([corpus]).Take(limit > 0 ? limit : int.MaxValue).ToList();
            var direction = corpus.SourceLanguage.Length > 0 && corpus.TargetLanguage.Length > 0
                ? new LanguagePair(corpus.SourceLanguage, corpus.TargetLanguage)
                : null;
            return pairs.Count > 0
                ? new ValidationSet(direction?.ToString() ?? Path.GetFileName(corpus.Source), direction, pairs)
                : throw new RecipeException($"{corpus.Source} is empty; there is nothing to score.");
        }),
    ];

    /// <summary>Source ids; a sentence longer than <paramref name="longest"/> tokens loses its end, as no network could read it whole.</summary>
    public IReadOnlyList<int[]> Encode(Tokenizer tokenizer, int longest) =>
    [
        .. Pairs.Select(pair => tokenizer.EncodeSource(pair.Source, pair.TargetLanguage))
            .Select(ids => ids.Length <= longest ? ids : [.. ids[..(longest - 1)], tokenizer.EosId]),
    ];

    private static IEnumerable<CorpusRecipe> OneWays(CorpusRecipe corpus)
    {
        var forward = corpus with { BothWays = false, Repeat = 1 };
        yield return forward;
        if (corpus.BothWays)
        {
            yield return forward with
            {
                Source = corpus.Target, Target = corpus.Source,
                SourceLanguage = corpus.TargetLanguage, TargetLanguage = corpus.SourceLanguage,
            };
        }
    }
}
