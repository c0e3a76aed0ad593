using System.CommandLine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Publishing;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Shortlists;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>shortlist checkpoint --pairs recipe.json</c>: a published version becomes a new one that knows which tokens a source can call for.</summary>
internal static class ShortlistCommand
{
    private const int MostListed = 1000;

    public static Command Create()
    {
        var checkpoint = CommonOptions.Checkpoint();
        var pairs = new Option<string>("--pairs") { Description = "Recipe whose data:train is aligned.", Required = true };
        var tests = CommonOptions.Tests("with and without the shortlist");
        var best = Listed("--best", 50, "Likeliest translations that are listed for each source token.");
        var frequent = Listed("--frequent", 100, "Most frequent target tokens, listed for every sentence.");
        var store = CommonOptions.NewStore();
        var version = CommonOptions.NewVersion();
        var command = new Command("shortlist", "Publish a version again with a shortlist of the tokens that a source can call for.")
        {
            checkpoint, pairs, tests, best, frequent, store, version,
        };

        command.SetAction((parsed, cancel) =>
        {
            var published = OpenedModel.Find(parsed.GetRequiredValue(checkpoint));
            var root = parsed.GetValue(store) ?? CommonOptions.StoreOf(published);
            var sets = CommonOptions.TestsOf(parsed.GetValue(tests));
            var maker = new ShortlistMaker(parsed.GetValue(best), parsed.GetValue(frequent));
            var shortlist = Make(maker, published, RecipeFile.Load(parsed.GetRequiredValue(pairs), []), cancel);
            var made = new ShortlistPublication(published, Console.Out).Publish(root, parsed.GetValue(version), shortlist, sets, cancel);
            Console.WriteLine($"Published {made.Name}/{made.Version} in {root}");
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>From the text that the recipe learns from, cut as the network sees it: tags and both directions as in training.</summary>
    private static Shortlist Make(ShortlistMaker maker, Checkpoint published, Recipe recipe, CancellationToken cancel)
    {
        var tokenizer = published.Tokenizer;
        var pairs = new TrainingPairs(recipe.Data with { BpeDropout = 0 }, tokenizer, recipe.Seed);
        Console.WriteLine(pairs.Report);
        return maker.Make(pairs.Epoch(0), published.Config.VocabularySize, [tokenizer.EosId, tokenizer.UnknownId], cancel);
    }

    private static Option<int> Listed(string name, int standard, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var listed) || listed is < 1 or > MostListed))
                result.AddError($"{name} must be 1 to {MostListed}.");
        });
        return option;
    }
}
