using System.CommandLine;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>data recipe.json</c>: reads a recipe's text through its filters, as training will, and reports what they leave out.</summary>
internal static class DataCommand
{
    public static Command Create()
    {
        var recipe = CommonOptions.Recipe();
        var set = CommonOptions.Set();
        var json = new Option<bool>("--json") { Description = "Report as JSON." };
        var command = new Command("data", "Read the text of a recipe through its filters and report what they leave out.") { recipe, set, json };
        command.SetAction(parsed => Report(RecipeFile.Load(parsed.GetRequiredValue(recipe), parsed.GetValue(set) ?? []), parsed.GetValue(json)));
        return command;
    }

    private static int Report(Recipe recipe, bool asJson)
    {
        var run = new RunDirectory(recipe.Directory);
        using (run.Lock())
        {
            RunData.Open(recipe, run.OpenVocabulary(recipe, Console.Error.WriteLine), run, Console.Error.WriteLine);
            Console.Write(File.ReadAllText(run.DataReport + (asJson ? ".json" : ".txt")));
        }

        return 0;
    }
}
