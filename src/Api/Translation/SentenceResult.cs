using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Translation;

/// <summary>One sentence of a text with what was asked about its translation.</summary>
internal sealed record SentenceResult
{
    private const int Decimals = 4;

    /// <summary>Only with `options.attention`: the source as the model read it: ▁ is a space; the tag of the target language comes first where the model has one, `&lt;/s&gt;` last; `&lt;unk&gt;` is what its vocabulary lacks.</summary>
    /// <example>["▁Hello", "!", "&lt;/s&gt;"]</example>
    public IReadOnlyList<string>? Source { get; init; }

    /// <summary>Only with `options.attention`: the translation as the model wrote it; `&lt;/s&gt;` is missing where `options.maxLength` or the model's own limit ended it.</summary>
    /// <example>["▁Hallo", "!", "&lt;/s&gt;"]</example>
    public IReadOnlyList<string>? Target { get; init; }

    /// <summary>Only with `options.attention`: a row for each target piece with a weight for each source piece, rounded to four decimals; but for the rounding a row sums to 1.</summary>
    /// <example>[[0.9012, 0.0504, 0.0484], [0.0751, 0.8243, 0.1006], [0.0102, 0.1994, 0.7904]]</example>
    public IReadOnlyList<IReadOnlyList<double>>? Attention { get; init; }

    /// <summary>Only with `options.alignment`: words that stand for each other, `first:last-first:last`: characters of `q`, then of the translated text, counted from 0 in UTF-16 code units, the last one included.</summary>
    /// <example>0:4-0:4 5:5-5:5</example>
    public string? Alignment { get; init; }

    /// <summary>Only with `options.confidence`: the chance that the sentence is close to a human translation, 0 to 1.</summary>
    /// <example>0.93</example>
    public double? Confidence { get; init; }

    /// <summary>Only with `options.confidence`: the words of the translation and other signs, in their order.</summary>
    public IReadOnlyList<WordResult>? Words { get; init; }

    public static SentenceResult Of(TranslatedSentence sentence)
    {
        var withAttention = sentence.Source.Count > 0;
        return new()
        {
            Source = withAttention ? sentence.Source : null,
            Target = withAttention ? sentence.Target : null,
            Attention = withAttention ? [.. sentence.Attention.Select(IReadOnlyList<double> (row) => [.. row.Select(weight => Math.Round(weight, Decimals))])] : null,
            Alignment = sentence.Alignment is { } alignment ? string.Join(' ', alignment) : null,
            Confidence = sentence.Confidence is { } confidence ? Math.Round(confidence.Confidence, Decimals) : null,
            Words = sentence.Confidence is { } sure ? [.. sure.Words.Select(WordResult.Of)] : null,
        };
    }
}
