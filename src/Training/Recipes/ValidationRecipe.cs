using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>How progress is judged.</summary>
public sealed record ValidationRecipe
{
    /// <summary>Updates between two validations; 0 validates at the end only.</summary>
    [Range(0, 1_000_000)]
    public int Every { get; init; } = 1000;

    /// <summary>Sentences of each direction that are decoded; 0 takes all.</summary>
    [Range(0, 1_000_000)]
    public int Sentences { get; init; } = 500;

    [Range(1, 64)]
    public int BeamSize { get; init; } = 1;

    /// <summary><c>bleu</c>, <c>chrf</c> or <c>loss</c>.</summary>
    [AllowedValues("bleu", "chrf", "loss", ErrorMessage = "validation:metric: choose bleu, chrf or loss.")]
    public string Metric { get; init; } = "bleu";

    /// <summary>Best weights kept in the run directory.</summary>
    [Range(1, 100)]
    public int KeepBest { get; init; } = 3;

    /// <summary>Validations without a better score before the run ends; 0 goes on.</summary>
    [Range(0, 10_000)]
    public int Patience { get; init; }

    /// <summary>Sample translations shown at each validation.</summary>
    [Range(0, 50)]
    public int Samples { get; init; } = 3;
}
