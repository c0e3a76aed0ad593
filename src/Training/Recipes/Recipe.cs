using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>Everything that decides what a training run does: one JSON file (comments allowed), any value overridden with <c>--set key=value</c>.</summary>
public sealed record Recipe
{
    /// <summary>Name of the model, and of its directory in a model store.</summary>
    [Required, RegularExpression("[a-z0-9][a-z0-9._-]*", ErrorMessage = "name: use lower-case letters, digits, '.', '_' and '-'.")]
    public string Name { get; init; } = "";

    /// <summary>Directory of the run: state, logs, vocabulary. Relative to the working directory.</summary>
    public string Directory { get; init; } = "";

    /// <summary>Decides first weights, order of the data and dropout.</summary>
    public int Seed { get; init; } = 1;

    public DataRecipe Data { get; init; } = new();

    public VocabularyRecipe Vocabulary { get; init; } = new();

    public ModelRecipe Model { get; init; } = new();

    public OptimizationRecipe Training { get; init; } = new();

    public ValidationRecipe Validation { get; init; } = new();

    public PublishRecipe Publish { get; init; } = new();
}
