using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Translation;

/// <summary>One sentence of a text, what the guards found wrong with its translation, and what was asked about it.</summary>
internal sealed record SentenceResult
{
    private const int Decimals = 4;

    /// <summary>The sentence as it stands in the text. Missing where a sentence was translated in parts around what must not change, and this is not the first of them.</summary>
    /// <example>Hello!</example>
    public string? Text { get; init; }

    /// <summary>Its translation, as it stands in the translated text.</summary>
    /// <example>Hallo!</example>
    public string? TranslatedText { get; init; }

    /// <summary>Only where there are any: what was wrong with the translation. The sentence was decoded once more because of it.</summary>
    public IReadOnlyList<WarningResult>? Warnings { get; init; }

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
        var isWhole = sentence.Text.Length > 0;
        return new()
        {
            Text = isWhole ? sentence.Text : null,
            TranslatedText = isWhole ? sentence.Translation : null,
            Warnings = sentence.Warnings.Count > 0 ? [.. sentence.Warnings.Select(WarningResult.Of)] : null,
            Source = withAttention ? sentence.Source : null,
            Target = withAttention ? sentence.Target : null,
            Attention = withAttention ? [.. sentence.Attention.Select(IReadOnlyList<double> (row) => [.. row.Select(weight => Math.Round(weight, Decimals))])] : null,
            Alignment = sentence.Alignment is { } alignment ? string.Join(' ', alignment) : null,
            Confidence = sentence.Confidence is { } confidence ? Math.Round(confidence.Confidence, Decimals) : null,
            Words = sentence.Confidence is { } sure ? [.. sure.Words.Select(WordResult.Of)] : null,
        };
    }
}
