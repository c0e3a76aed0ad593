using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Translation;

/// <summary>One sentence of a text, in pieces, and what its translation attended to.</summary>
internal sealed record SentenceResult
{
    private const int Decimals = 4;

    /// <summary>The source as the model read it: ▁ is a space; the tag of the target language comes first where the model has one, `&lt;/s&gt;` last; `&lt;unk&gt;` is what its vocabulary lacks.</summary>
    /// <example>["▁Hello", "!", "&lt;/s&gt;"]</example>
    public required IReadOnlyList<string> Source { get; init; }

    /// <summary>The translation as the model wrote it; `&lt;/s&gt;` is missing where `options.maxLength` or the model's own limit ended it.</summary>
    /// <example>["▁Hallo", "!", "&lt;/s&gt;"]</example>
    public required IReadOnlyList<string> Target { get; init; }

    /// <summary>A row for each target piece with a weight for each source piece, rounded to four decimals; but for the rounding a row sums to 1.</summary>
    /// <example>[[0.9012, 0.0504, 0.0484], [0.0751, 0.8243, 0.1006], [0.0102, 0.1994, 0.7904]]</example>
    public required IReadOnlyList<IReadOnlyList<double>> Attention { get; init; }

    public static SentenceResult Of(TranslatedSentence sentence) => new()
    {
        Source = sentence.Source,
        Target = sentence.Target,
        Attention = [.. sentence.Attention.Select(IReadOnlyList<double> (row) => [.. row.Select(weight => Math.Round(weight, Decimals))])],
    };
}
