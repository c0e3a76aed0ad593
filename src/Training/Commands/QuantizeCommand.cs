using System.CommandLine;
using Seq2SeqService.Training.Publishing;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>quantize checkpoint --tests recipe.json</c>: a published version becomes a new one with weights in 8 bits; no run is needed.</summary>
internal static class QuantizeCommand
{
    public static Command Create()
    {
        var checkpoint = CommonOptions.Checkpoint();
        var tests = new Option<string?>("--tests") { Description = "Recipe whose publish:tests are scored in fp32 and int8 for the model card." };
        var store = new Option<string?>("--store") { Description = "Root of the model store for the new version; the store of the checkpoint where it is left out." };
        var version = new Option<string?>("--version") { Description = "Name of the new version; the time in UTC where it is left out." };
        var dropFp32 = new Option<bool>("--drop-fp32") { Description = "Leave the fp32 weights out of the new version." };
        var command = new Command("quantize", "Publish a version again with weights in 8 bits.") { checkpoint, tests, store, version, dropFp32 };

        command.SetAction((parsed, cancel) =>
        {
            var published = OpenedModel.Find(parsed.GetRequiredValue(checkpoint));
            var root = parsed.GetValue(store) ?? Path.GetFullPath(Path.Combine(published.Directory, "..", ".."));
            var sets = parsed.GetValue(tests) is { } recipe ? TestsOf(recipe) : [];
            var made = new Quantization(published, Console.Out).Publish(root, parsed.GetValue(version), sets, parsed.GetValue(dropFp32), cancel);
            Console.WriteLine($"Published {made.Name}/{made.Version} in {root}");
            return Task.FromResult(0);
        });
        return command;
    }

    private static IReadOnlyList<TestRecipe> TestsOf(string recipe) => RecipeFile.Load(recipe, []).Publish.Tests is { Count: > 0 } tests
        ? tests
        : throw new RecipeException($"--tests {recipe}: the recipe has no publish:tests, so there is nothing to score; leave --tests out to publish unmeasured.");
}
