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
        var store = new Option<string>("--store") { Description = "Root of the model store.", DefaultValueFactory = _ => "models" };
        var version = new Option<string?>("--version") { Description = "Name of the version; the time in UTC where it is left out." };
        var step = new Option<int?>("--step") { Description = "Publish the kept weights of this step instead of the best ones." };
        var average = new Option<int>("--average") { Description = "Publish the mean of this many of the best weights.", DefaultValueFactory = _ => 1 };
        var command = new Command("publish", "Publish a run's best weights as a checkpoint that the API loads.") { recipe, set, store, version, step, average };

        command.SetAction((parsed, cancel) =>
        {
            var publication = new Publication(RecipeFile.Load(parsed.GetRequiredValue(recipe), parsed.GetValue(set) ?? []), Console.Out);
            var checkpoint = publication.Publish(parsed.GetRequiredValue(store), parsed.GetValue(version), new WeightChoice(parsed.GetValue(step), parsed.GetValue(average)), cancel);
            Console.WriteLine($"Published {checkpoint.Name}/{checkpoint.Version} in {parsed.GetRequiredValue(store)}");
            return Task.FromResult(0);
        });
        return command;
    }
}
