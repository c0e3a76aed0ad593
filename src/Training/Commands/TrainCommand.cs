using System.CommandLine;
using Seq2SeqService.Training.Progress;
using Seq2SeqService.Training.Ranks;
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
        var processes = new Option<int>("--processes")
        {
            Description = "Processes of this machine that share each batch; one of several machines is started with RANK and WORLD_SIZE instead.",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command("train", "Train a model, or go on with a run that was stopped.") { recipe, set, processes };
        command.SetAction((parsed, cancel) => Task.Run(
            () => TrainAsync(parsed.GetRequiredValue(recipe), parsed.GetValue(set) ?? [], parsed.GetValue(processes), cancel), CancellationToken.None));
        return command;
    }

    private static Task<int> TrainAsync(string file, string[] set, int processes, CancellationToken stop)
    {
        var recipe = RecipeFile.Load(file, set);
        var place = RankPlace.Read(Environment.GetEnvironmentVariable);
        if (processes == 1)
            return Task.FromResult(Train(recipe, place, stop));
        if (processes < 1 || place.Size > 1)
            throw new RecipeException($"--processes {processes}: a number from 1, and without WORLD_SIZE, by which another launcher starts its processes.");

        return new LocalRanks(processes, Console.Error).RunAsync(["train", file, .. set.SelectMany(pair => new[] { "--set", pair })], stop);
    }

    private static int Train(Recipe recipe, RankPlace place, CancellationToken stop)
    {
        using var ranks = MeetingPoint.Join(place, recipe.Training);
        try
        {
            Train(recipe, ranks, stop);
            return 0;
        }
        catch (Exception error)
        {
            ranks.Fail(error);
            throw;
        }
    }

    /// <summary>The first process alone shows and writes what the run does.</summary>
    private static void Train(Recipe recipe, IRanks ranks, CancellationToken stop)
    {
        if (!ranks.Place.IsFirst)
        {
            Train(recipe, new NoProgress(), ranks, stop);
            return;
        }

        using var metrics = OtlpExport.Start();
        using var watch = new RunWatch(
            recipe, new ConsoleProgress(Console.Out, !Console.IsOutputRedirected, recipe.Training, TimeProvider.System), TimeProvider.System);
        Train(recipe, watch, ranks, stop);
    }

    private static void Train(Recipe recipe, ITrainingProgress progress, IRanks ranks, CancellationToken stop)
    {
        using var run = new TrainingRun(recipe, progress, ranks);
        var position = run.Train(stop);
        progress.Say(run.End == RunEnd.Stopped
            ? $"Stopped at step {position.Step:N0}; the same command goes on from here."
            : $"Done at step {position.Step:N0} after {position.Spent.TotalHours:F2} hours. Next: publish the recipe to a model store.");
    }
}
