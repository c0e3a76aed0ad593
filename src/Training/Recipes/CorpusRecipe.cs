using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>A text to learn from or to validate on.</summary>
public sealed record CorpusRecipe : TextRecipe
{
    /// <summary>How often an epoch goes through it.</summary>
    [Range(1, 100)]
    public int Repeat { get; init; } = 1;

    /// <summary>Weight among the texts, on top of <see cref="Repeat"/>: 0.25 takes every fourth pair, others in every epoch; 2.5 each pair twice, and every second once more.</summary>
    [Range(0.001, 100)]
    public double Weight { get; init; } = 1;

    /// <summary>A tag <c>&gt;&gt;tag&lt;&lt;</c> in front of every source of this text, such as <c>bt</c> for what a model wrote (Caswell et al., 2019); empty sets none.</summary>
    [RegularExpression("[a-z0-9_-]{0,20}", ErrorMessage = "tag: use lower-case letters, digits, '_' and '-'.")]
    public string Tag { get; init; } = "";

    /// <summary>Passes of an epoch.</summary>
    internal double Passes => Repeat * Weight;
}
