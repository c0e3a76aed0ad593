using System.CommandLine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Commands;

/// <summary>Arguments and options that several commands take.</summary>
internal static class CommonOptions
{
    public static Argument<string> Recipe() => new("recipe") { Description = "Recipe file (JSON with comments)." };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Overrides a value of the recipe, for example --set training.steps=1000.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    public static Argument<string> Checkpoint() => new("checkpoint")
    {
        Description = "A published version (models/en-de/20260101-120000) or a model (models/en-de: its newest version).",
    };

    public static Option<string?> Pair() => new("--pair") { Description = "Direction, for example en-de; needed where the model has several." };

    public static Option<int> Beam(int standard) => new("--beam") { Description = "Beam size; 1 is greedy.", DefaultValueFactory = _ => standard };

    public static Option<double?> LengthPenalty() => new("--length-penalty")
    {
        Description = "Exponent of the length normalisation; the model's own where it is left out.",
    };

    public static Option<string> Precision()
    {
        var precision = new Option<string>("--precision")
        {
            Description = "What weights are multiplied in: auto takes 8 bits where the version stores them, as the service does.",
            DefaultValueFactory = _ => PrecisionChoice.Auto,
        };
        precision.AcceptOnlyFromAmong(PrecisionChoice.Auto, PrecisionChoice.Fp32, PrecisionChoice.Int8);
        return precision;
    }

    public static Option<bool> Shortlist() => new("--shortlist") { Description = "Score no tokens but those of the version's shortlist, where it has one." };

    /// <param name="how">What is compared.</param>
    public static Option<string?> Tests(string how) => new("--tests") { Description = $"Recipe whose publish:tests are scored {how} for the model card." };

    /// <summary>The test sets of a recipe file; none where it is left out.</summary>
    public static IReadOnlyList<TestRecipe> TestsOf(string? recipe)
    {
        if (recipe is null)
            return [];

        return RecipeFile.Load(recipe, []).Publish.Tests is { Count: > 0 } tests
            ? tests
            : throw new RecipeException($"--tests {recipe}: the recipe has no publish:tests, so there is nothing to score; leave --tests out to publish unmeasured.");
    }

    public static Option<string?> NewStore() => new("--store")
    {
        Description = "Root of the model store for the new version; the store of the checkpoint where it is left out.",
    };

    /// <summary>The store that a version lies in.</summary>
    public static string StoreOf(Checkpoint published) => Path.GetFullPath(Path.Combine(published.Directory, "..", ".."));

    public static Option<string?> NewVersion() => new("--version") { Description = "Name of the new version; the time in UTC where it is left out." };

    public static Option<int> Threads() => new("--threads") { Description = "Threads of the engine; 0 takes all cores." };
}
