using Seq2SeqService.Inference.Alignment;

namespace Seq2SeqService.Api.Translation;

/// <summary>A word of a translation, and how sure the model is of it.</summary>
internal sealed record WordResult
{
    private const int Decimals = 4;

    /// <summary>The word, or a sign that stands by itself.</summary>
    /// <example>Hallo</example>
    public required string Text { get; init; }

    /// <summary>Its first character in the translated text, counted from 0 in UTF-16 code units.</summary>
    /// <example>0</example>
    public required int Start { get; init; }

    /// <summary>Its last character, as in `alignment`.</summary>
    /// <example>4</example>
    public required int End { get; init; }

    /// <summary>The chance that a human translation of the sentence has this word too, 0 to 1.</summary>
    /// <example>0.88</example>
    public required double Confidence { get; init; }

    public static WordResult Of(ConfidentWord word) => new()
    {
        Text = word.Text,
        Start = word.Place.Start,
        End = word.Place.End - 1,
        Confidence = Math.Round(word.Confidence, Decimals),
    };
}
