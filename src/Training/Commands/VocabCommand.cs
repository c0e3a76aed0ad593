using System.CommandLine;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>vocab recipe.json --output dir</c>: trains the vocabulary alone.</summary>
internal static class VocabCommand
{
    public static Command Create()
    {
        var recipe = CommonOptions.Recipe();
        var set = CommonOptions.Set();
        var output = new Option<string>("--output") { Description = "Directory for source.spm, target.spm and vocab.json.", Required = true };
        var command = new Command("vocab", "Train the subword vocabulary of a recipe.") { recipe, set, output };
        command.SetAction(parsed => Train(RecipeFile.Load(parsed.GetRequiredValue(recipe), parsed.GetValue(set) ?? []), parsed.GetRequiredValue(output)));
        return command;
    }

    private static int Train(Recipe recipe, string output)
    {
        var model = Vocabularies.Train(recipe);
        Directory.CreateDirectory(output);
        TokenizerFiles.Write(output, model);
        Console.WriteLine($"{model.Pieces.Count:N0} pieces in {output}");
        return 0;
    }
}
