using System.CommandLine;
using Seq2SeqService.Training.Progress;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Watching;
using Seq2SeqService.Training.Watching.Metrics;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>train recipe.json</c>: begins a run, or goes on with it where its directory holds one.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var recipe = CommonOptions.Recipe();
        var set = CommonOptions.Set();
        var command = new Command("train", "Train a model, or go on with a run that was stopped.") { recipe, set };
        command.SetAction((parsed, cancel) => Task.Run(() => Train(RecipeFile.Load(parsed.GetRequiredValue(recipe), parsed.GetValue(set) ?? []), cancel), CancellationToken.None));
        return command;
    }

    private static int Train(Recipe recipe, CancellationToken stop)
    {
        using var metrics = OtlpExport.Start();
        using var progress = new RunWatch(
            recipe, new ConsoleProgress(Console.Out, !Console.IsOutputRedirected, recipe.Training, TimeProvider.System), TimeProvider.System);
        using var run = new TrainingRun(recipe, progress);
        var position = run.Train(stop);

        progress.End = stop.IsCancellationRequested ? RunEnd.Stopped : RunEnd.Done;
        progress.Say(stop.IsCancellationRequested
            ? $"Stopped at step {position.Step:N0}; the same command goes on from here."
            : $"Done at step {position.Step:N0} after {position.Spent.TotalHours:F2} hours. Next: publish the recipe to a model store.");
        return 0;
    }
}
