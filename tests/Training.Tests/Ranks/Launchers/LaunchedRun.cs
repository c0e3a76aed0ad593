using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Tests.Ranks.Launchers;

/// <summary>A run that a launcher starts: small, noisy, saved every five updates.</summary>
internal static class LaunchedRun
{
    private static readonly Lazy<byte[]> ShortRun = new(() =>
    {
        using var task = new TinyTask(pairs: 150);
        return Whole(task, Short(task));
    });

    /// <summary>What two processes of <c>--processes</c> make of the short recipe and 150 pairs.</summary>
    public static byte[] ShortState => ShortRun.Value;

    /// <summary>A recipe of twelve updates.</summary>
    public static Recipe Short(TinyTask task) => With(Endless(task, "run"), 12);

    /// <summary>A recipe without an end.</summary>
    public static Recipe Endless(TinyTask task, string run)
    {
        var recipe = task.Recipe("transformer", run);
        return recipe with
        {
            Data = recipe.Data with { Valid = [] },
            Training = recipe.Training with { Steps = int.MaxValue, BatchTokens = 200, WordDropout = 0.1, SaveEvery = 5 },
        };
    }

    public static Recipe With(Recipe recipe, int steps) => recipe with { Training = recipe.Training with { Steps = steps } };

    /// <summary>Updates of the last save.</summary>
    public static int Saved(Recipe recipe) => RunState.ReadPosition(new RunDirectory(recipe.Directory))!.Step;

    /// <summary>Weights, moments and averages.</summary>
    public static byte[] State(Recipe recipe) => File.ReadAllBytes(Path.Combine(recipe.Directory, "state", "tensors.safetensors"));

    /// <summary>What two processes of <c>--processes</c> make of the recipe in one go.</summary>
    public static byte[] Whole(TinyTask task, Recipe recipe)
    {
        var whole = recipe with { Directory = task.PathOf("whole") };
        using var worker = Worker.Launch(Worker.Write(whole, task.PathOf("whole.json")), 2);
        Assert.True(worker.AwaitEnd() == 0, worker.Said);
        return State(whole);
    }
}
