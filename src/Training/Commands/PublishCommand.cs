using System.CommandLine;
using Seq2SeqService.Training.Publishing;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>publish recipe.json --store models</c>: the best weights of a run become a version in a model store.</summary>
internal static class PublishCommand
{
    public static Command Create()
    {
        var recipe = CommonOptions.Recipe();
        var set = CommonOptions.Set();
        var store = new Option<string?>("--store") { Description = "Root of the model store; the recipe's publish:store where it is left out." };
        var version = new Option<string?>("--version") { Description = "Name of the version; the time in UTC where it is left out." };
        var step = new Option<int?>("--step") { Description = "Publish the kept weights of this step instead of the best ones." };
        var average = new Option<int>("--average") { Description = "Publish the mean of this many of the best weights.", DefaultValueFactory = _ => 1 };
        var quantize = new Option<string?>("--quantize") { Description = "int8 stores the matrices in 8 bits as well; the recipe's publish:quantize where it is left out." };
        quantize.AcceptOnlyFromAmong("none", "int8");
        var command = new Command("publish", "Publish a run's best weights as a checkpoint that the API loads.") { recipe, set, store, version, step, average, quantize };

        command.SetAction((parsed, cancel) =>
        {
            var loaded = RecipeFile.Load(parsed.GetRequiredValue(recipe), parsed.GetValue(set) ?? []);
            loaded = loaded with { Publish = loaded.Publish with { Quantize = parsed.GetValue(quantize) ?? loaded.Publish.Quantize } };
            var weights = new WeightChoice(parsed.GetValue(step), parsed.GetValue(average));
            var root = parsed.GetValue(store) ?? loaded.Publish.Store;
            var checkpoint = new Publication(loaded, Console.Out).Publish(root, parsed.GetValue(version), weights, cancel);
            Console.WriteLine($"Published {checkpoint.Name}/{checkpoint.Version} in {root}");
            return Task.FromResult(0);
        });
        return command;
    }
}
