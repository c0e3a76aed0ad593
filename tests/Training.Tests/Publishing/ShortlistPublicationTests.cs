using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.EndToEnd.Tests.Serving;
using Seq2SeqService.Training.Commands;
using Seq2SeqService.Training.Publishing;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Publishing;

public sealed class ShortlistPublicationTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("shortlist-").FullName;
    private readonly Checkpoint _published;

    public ShortlistPublicationTests() => _published = CheckpointPublisher.Publish(
        _directory, "tiny", TinyModel.Contents(seed: 1) with { Directions = [new LanguagePair("en", "de")], ExtraFiles = [CheckpointFile.Of("NOTICE", "who made it")] }, "1");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_published_version_becomes_one_with_a_shortlist_whose_other_files_are_the_same()
    {
        var made = Publish(_published, "2", All());

        Assert.Equal([.. _published.Files.Append(CheckpointFiles.Shortlist).Order(StringComparer.Ordinal)], made.Files);
        foreach (var file in _published.Files.Where(file => file != CheckpointFiles.ModelCard))
            Assert.Equal(File.ReadAllBytes(Path.Combine(_published.Directory, file)), File.ReadAllBytes(Path.Combine(made.Directory, file)));
        Assert.Equal(All().TokensFor([3]), made.ReadShortlist()!.TokensFor([3]));
        Assert.Contains("was not measured", Card(made), StringComparison.Ordinal);
    }

    [Fact]
    public void The_card_says_how_long_lists_are_what_they_miss_and_what_that_costs()
    {
        var test = Test("The fox.\nWhere is it?\n", "The dog.\nHere.\n");
        var size = _published.Config.VocabularySize;

        var whole = Card(Publish(_published, "2", All(), test));
        var empty = Card(Publish(_published, "3", OnlyTheEnd(), test));

        Assert.StartsWith(Card(_published).TrimEnd('\n'), whole, StringComparison.Ordinal);
        Assert.Contains($"| toy (2 sentences) | en-de | {size} | 100.00 % |", whole, StringComparison.Ordinal);
        Assert.Matches(@"\| toy \(2 sentences, beam 2\) \| en-de \| BLEU \| (\d+\.\d\d) \| \1 \| 0\.00 \|", whole);
        var ends = 2.0 / ((string[])["The dog.", "Here."]).Sum(reference => _published.Tokenizer.EncodeTarget(reference).Length);
        Assert.Contains(FormattableString.Invariant($"| toy (2 sentences) | en-de | 1 | {100 * ends:F2} % |"), empty, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shortlist_takes_the_place_of_an_older_one()
    {
        var older = Publish(_published, "2", All());

        var made = Publish(older, "3", OnlyTheEnd());

        Assert.Equal(older.Files, made.Files);
        Assert.Equal([_published.Config.EosId], made.ReadShortlist()!.TokensFor([3]));
        Assert.Single(Card(made).Split('\n'), "## Shortlist");
    }

    [Fact]
    public void Tests_that_are_not_there_publish_nothing()
    {
        var missing = new TestRecipe { Name = "toy", Source = Path.Combine(_directory, "none.en"), Target = Path.Combine(_directory, "none.de") };

        Assert.Throws<RecipeException>(() => Publish(_published, "2", All(), missing));

        Assert.Equal(["1"], CheckpointStore.Versions(_directory, "tiny"));
    }

    [Fact]
    public async Task The_command_learns_from_the_text_of_a_recipe_and_evaluation_uses_what_it_made_where_it_is_told_to()
    {
        var test = Test("The fox jumps.\nWhere is the station?\n", "The dog jumps.\nIt is here.\n");
        var recipe = Path.Combine(_directory, "recipe.json");
        await File.WriteAllTextAsync(recipe, System.Text.Json.JsonSerializer.Serialize(new
        {
            name = "tiny",
            data = new { train = new[] { new { source = test.Source, target = test.Target, sourceLanguage = "en", targetLanguage = "de" } } },
        }), TestContext.Current.CancellationToken);

        var status = await ShortlistCommand.Create()
            .Parse([_published.Directory, "--pairs", recipe, "--best", "3", "--frequent", "2", "--version", "2"])
            .InvokeAsync(new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);

        Assert.Equal(0, status);
        using var with = new OpenedModel(Path.Combine(_directory, "tiny", "2"), threads: 1, withShortlist: true);
        using var without = new OpenedModel(Path.Combine(_directory, "tiny", "2"), threads: 1);
        using var none = new OpenedModel(_published.Directory, threads: 1, withShortlist: true);
        Assert.Equal(["cpu-fp32-shortlist", "cpu-fp32", "cpu-fp32"], [with.Engine.Name, without.Engine.Name, none.Engine.Name]);

        var source = _published.Tokenizer.EncodeSource("The fox jumps.", "de");
        var listed = with.Checkpoint.ReadShortlist()!.TokensFor(source);
        var output = with.Sentences.Translate([source], with.Decoding(2, null), TestContext.Current.CancellationToken)[0][0].Tokens;
        Assert.All(output, token => Assert.Contains(token, listed));
        Assert.InRange(listed.Length, 3, (4 * source.Length) + 4);
    }

    [Fact]
    public async Task A_recipe_whose_text_is_not_there_publishes_nothing()
    {
        var recipe = Path.Combine(_directory, "recipe.json");
        await File.WriteAllTextAsync(
            recipe, """{ "name": "tiny", "data": { "train": [ { "source": "none.en", "target": "none.de" } ] } }""", TestContext.Current.CancellationToken);
        var command = ShortlistCommand.Create().Parse([_published.Directory, "--pairs", recipe]);

        var error = await Record.ExceptionAsync(() => command.InvokeAsync(new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken));

        Assert.Contains("none.en", ExpectedFailure.Explain(error!), StringComparison.Ordinal);
        Assert.Equal(["1"], CheckpointStore.Versions(_directory, "tiny"));
    }

    [Theory]
    [InlineData("--best", "0")]
    [InlineData("--best", "many")]
    [InlineData("--frequent", "1001")]
    public void A_number_of_tokens_that_makes_no_sense_is_refused_by_the_command_line(string option, string value)
    {
        var parsed = ShortlistCommand.Create().Parse(["models/x", "--pairs", "recipe.json", option, value]);

        Assert.Contains(parsed.Errors, error => error.Message.Contains(option, StringComparison.Ordinal));
    }

    [Fact]
    public void Pairs_are_asked_for()
    {
        var parsed = ShortlistCommand.Create().Parse(["models/x"]);

        Assert.Contains("--pairs", Assert.Single(parsed.Errors).Message, StringComparison.Ordinal);
    }

    private Shortlist All() => new(Enumerable.Range(0, _published.Config.VocabularySize), [.. Enumerable.Repeat(Array.Empty<int>(), _published.Config.VocabularySize)]);

    private Shortlist OnlyTheEnd() => new([_published.Config.EosId], [.. Enumerable.Repeat(Array.Empty<int>(), _published.Config.VocabularySize)]);

    private Checkpoint Publish(Checkpoint checkpoint, string version, Shortlist shortlist, params TestRecipe[] tests) =>
        new ShortlistPublication(checkpoint, TextWriter.Null).Publish(_directory, version, shortlist, tests, TestContext.Current.CancellationToken);

    private TestRecipe Test(string source, string target)
    {
        var (sources, targets) = (Path.Combine(_directory, "test.en"), Path.Combine(_directory, "test.de"));
        File.WriteAllText(sources, source);
        File.WriteAllText(targets, target);
        return new TestRecipe { Name = "toy", Source = sources, Target = targets, SourceLanguage = "en", TargetLanguage = "de" };
    }

    private static string Card(Checkpoint checkpoint) => File.ReadAllText(Path.Combine(checkpoint.Directory, CheckpointFiles.ModelCard));
}
