using System.Globalization;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Training.Progress;
using Seq2SeqService.Training.Publishing;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Watching;

namespace Seq2SeqService.Training.Queues;

/// <summary>Trains by a recipe, or goes on where its run was left, and publishes the best weights into the recipe's store.</summary>
internal sealed class TrainAndPublish(WorkerStatus status, TextWriter output, TimeProvider time) : IRecipeWork
{
    public QueueResult? Do(RecipeClaim claim, CancellationToken stop)
    {
        var recipe = RecipeFile.Load(claim.Path, []);
        claim.Begin(RunState.ReadPosition(new RunDirectory(recipe.Directory))?.Step ?? 0);
        status.Begin(claim.Name, recipe);
        try
        {
            var position = Train(recipe, stop);
            if (stop.IsCancellationRequested)
                return null;

            var version = recipe.Model.Type == ModelRecipe.EncoderOnly ? null : Publish(recipe, claim, stop);
            return new QueueResult(
                recipe.Name, version is null ? null : $"{recipe.Name}/{version}", position.Step, position.Spent.TotalHours,
                position.Best is [{ Score: var score }, ..] && double.IsFinite(score) ? score : null, recipe.Directory);
        }
        finally
        {
            status.End();
        }
    }

    private RunPosition Train(Recipe recipe, CancellationToken stop)
    {
        var shown = new ConsoleProgress(output, isTerminal: false, recipe.Training, time);
        using var watch = new RunWatch(recipe, new StatusProgress(status, shown), time);
        using var run = new TrainingRun(recipe, watch);
        return run.Train(stop);
    }

    /// <summary>A worker that was killed behind the publication finds the version there, and publishes no second one.</summary>
    private string Publish(Recipe recipe, RecipeClaim claim, CancellationToken stop)
    {
        status.Publishes();
        var store = recipe.Publish.Store;
        if (claim.Note.Version is { } noted && Directory.Exists(CheckpointStore.PathOf(store, recipe.Name, noted)))
            return noted;

        var version = FreeVersion(store, recipe.Name);
        claim.Publishing(version);
        return new Publication(recipe, output).Publish(store, version, new WeightChoice(null, 1), stop).Version;
    }

    private string FreeVersion(string store, string model)
    {
        var stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return Enumerable.Range(1, 1000).Select(number => number == 1 ? stamp : $"{stamp}-{number}")
            .First(version => !Directory.Exists(CheckpointStore.PathOf(store, model, version)));
    }
}
