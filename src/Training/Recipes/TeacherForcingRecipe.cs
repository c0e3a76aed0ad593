using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>How often the decoder learns on the reference's token, and how often on its own prediction (Bengio et al., 2015).</summary>
public sealed record TeacherForcingRecipe
{
    /// <summary><c>constant</c>, <c>linear</c> or <c>inverseSigmoid</c>.</summary>
    [AllowedValues("constant", "linear", "inverseSigmoid", ErrorMessage = "training:teacherForcing:schedule: choose constant, linear or inverseSigmoid.")]
    public string Schedule { get; init; } = "constant";

    /// <summary>Probability of the reference's token, at the start; 1 is plain teacher forcing.</summary>
    [Range(0.0, 1.0)]
    public double Ratio { get; init; } = 1;

    /// <summary>Where a schedule that falls ends; 0.</summary>
    [Range(0.0, 1.0)]
    public double? Final { get; init; }

    /// <summary>Updates over which <c>linear</c> falls.</summary>
    [Range(1, int.MaxValue)]
    public int? Steps { get; init; }

    /// <summary>k of <c>inverseSigmoid</c>, which falls with k / (k + exp(step / k)): by half at update k·ln k.</summary>
    [Range(1, 1e7)]
    public double? K { get; init; }
}
