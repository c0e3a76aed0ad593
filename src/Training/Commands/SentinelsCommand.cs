using System.CommandLine;
using System.Globalization;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Training.Publishing;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>sentinels checkpoint --from recipe.json</c>: a published version becomes a new one by which services can judge it before it serves.</summary>
internal static class SentinelsCommand
{
    private const int MostOfDirection = 200;

    public static Command Create()
    {
        var checkpoint = CommonOptions.Checkpoint();
        var threads = CommonOptions.Threads();
        var from = new Option<string>("--from") { Description = "Recipe whose data:valid the sentences are chosen from.", Required = true };
        var count = new Option<int>("--count") { Description = "Sentences of each direction.", DefaultValueFactory = _ => new PublishRecipe().Sentinels };
        var store = CommonOptions.NewStore();
        var version = CommonOptions.NewVersion();
        var command = new Command("sentinels", "Publish a version again with sentences by which a service judges it before it serves.")
        {
            checkpoint, from, count, threads, store, version,
        };

        count.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var wanted) || wanted is < 1 or > MostOfDirection))
                result.AddError($"--count must be 1 to {MostOfDirection}.");
        });
        command.SetAction((parsed, cancel) =>
        {
            using var model = new OpenedModel(parsed.GetRequiredValue(checkpoint), parsed.GetValue(threads));
            var sentinels = Make(model, RecipeFile.Load(parsed.GetRequiredValue(from), []), parsed.GetValue(count), cancel);
            var root = parsed.GetValue(store) ?? CommonOptions.StoreOf(model.Checkpoint);
            var made = Publish(model.Checkpoint, sentinels, root, parsed.GetValue(version));
            foreach (var direction in sentinels.GroupBy(sentinel => sentinel.Direction?.ToString() ?? made.Name))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{direction.Key}: {direction.Count()} sentences, mean chrF {direction.Average(sentinel => sentinel.Chrf):F2}"));
            Console.WriteLine($"Published {made.Name}/{made.Version} in {root}");
            return Task.FromResult(0);
        });
        return command;
    }

    private static IReadOnlyList<Sentinel> Make(OpenedModel model, Recipe recipe, int count, CancellationToken cancel)
    {
        var checkpoint = model.Checkpoint;
        var sentinels = new SentinelMaker(checkpoint.Config, checkpoint.Generation, checkpoint.Tokenizer)
            .Make(recipe.Data.Valid, checkpoint.Directions, count, model.Engine, cancel);
        return sentinels.Count > 0 ? sentinels : throw new RecipeException("The recipe's data:valid has no sentences in the model's directions; name a recipe that has.");
    }

    private static Checkpoint Publish(Checkpoint published, IReadOnlyList<Sentinel> sentinels, string store, string? version)
    {
        var copy = new VersionCopy(published);
        return copy.Publish(store, version,
        [
            CheckpointFile.Of(CheckpointFiles.ModelCard, CardSections.Put(copy.Card, SentinelSection.Title, SentinelSection.Body(sentinels))),
            CheckpointFile.Of(CheckpointFiles.Sentinels, SentinelFile.ToBytes(sentinels)),
        ]);
    }
}
