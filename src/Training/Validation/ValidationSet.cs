using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Validation;

/// <summary>Sentences of one direction with their references.</summary>
/// <param name="Name">Name of the direction, or of the file for a task without languages.</param>
internal sealed record ValidationSet(string Name, LanguagePair? Direction, IReadOnlyList<SentencePair> Pairs)
{
    /// <summary>Scores take no account of case.</summary>
    public bool Lowercase { get; init; }

    /// <summary>The references are Chinese, by their language or, where none is named, by most of their characters: BLEU then counts characters.</summary>
    public bool IsChinese => Direction is { } direction ? direction.Target == "zh" : Pairs.Average(pair => ChineseShare(pair.Target)) > 0.5;

    /// <summary>One set for each direction of the texts, each of at most <paramref name="limit"/> sentences (0 is all).</summary>
    public static IReadOnlyList<ValidationSet> Read(IEnumerable<TextRecipe> texts, int limit) =>
    [
        .. texts.SelectMany(OneWays).Select(text =>
        {
            var pairs = ParallelCorpus.Read([text]).ToList();   // whole, as what is wrong behind the limit is wrong too
            if (limit > 0 && pairs.Count > limit)
                pairs.RemoveRange(limit, pairs.Count - limit);
            var direction = text.SourceLanguage.Length > 0 && text.TargetLanguage.Length > 0
                ? new LanguagePair(text.SourceLanguage, text.TargetLanguage)
                : null;
            return pairs.Count > 0
                ? new ValidationSet(direction?.ToString() ?? Path.GetFileName(text.Title), direction, pairs) { Lowercase = text is TestRecipe { Lowercase: true } }
                : throw new RecipeException($"{text.Title} is empty; there is nothing to score.");
        }),
    ];

    /// <summary>Source ids; a sentence longer than <paramref name="longest"/> tokens loses its end, as no network could read it whole.</summary>
    public IReadOnlyList<int[]> Encode(Tokenizer tokenizer, int longest) =>
    [
        .. Pairs.Select(pair => tokenizer.EncodeSource(pair.Source, pair.TargetLanguage))
            .Select(ids => ids.Length <= longest ? ids : [.. ids[..(longest - 1)], tokenizer.EosId]),
    ];

    private static double ChineseShare(string text) =>
        (double)text.Count(letter => letter is >= '\u3400' and <= '\u9FFF') / Math.Max(1, text.Length);

    private static IEnumerable<TextRecipe> OneWays(TextRecipe text) => text.BothWays
        ? [text with { BothWays = false }, text.Reversed() with { BothWays = false }]
        : [text];
}
