using System.CommandLine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.EndToEnd.Tests.Serving;
using Seq2SeqService.Training.Commands;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Publishing;

public sealed class SentinelsCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sentinels-").FullName;
    private readonly Checkpoint _published;

    public SentinelsCommandTests()
    {
        _published = CheckpointPublisher.Publish(_directory, "tiny", TinyModel.Contents(seed: 1) with { Directions = [new LanguagePair("en", "de")] }, "1");
        File.WriteAllLines(Path.Combine(_directory, "valid.en"), Enumerable.Range(0, 10).Select(i => $"The fox {i}.").Append(new string('x', 400)).Append(""));
        File.WriteAllLines(Path.Combine(_directory, "valid.de"), Enumerable.Range(0, 10).Select(i => $"The dog {i}.").Append("Here.").Append("Here."));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_published_version_becomes_one_with_sentinels_from_the_whole_text_whose_other_files_are_the_same()
    {
        Assert.Equal(0, await RunAsync("en", "de", "--count", "5"));

        var made = Checkpoint.Open(Path.Combine(_directory, "tiny", "2"));
        var sentinels = made.ReadSentinels();
        Assert.Equal(["The fox 0.", "The fox 2.", "The fox 4.", "The fox 6.", "The fox 8."], sentinels.Select(sentinel => sentinel.Source));
        Assert.All(sentinels, sentinel => Assert.Equal(sentinel.Source.Replace("fox", "dog", StringComparison.Ordinal), sentinel.Reference));
        Assert.All(sentinels, sentinel => Assert.NotEmpty(sentinel.Output));
        Assert.Contains("| en-de | 5 |", await File.ReadAllTextAsync(made.PathOf(CheckpointFiles.ModelCard), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        foreach (var file in _published.Files.Where(file => file != CheckpointFiles.ModelCard))
            Assert.Equal(await ContentAsync(_published, file), await ContentAsync(made, file));
    }

    [Fact]
    public async Task Its_outputs_are_those_that_the_gate_finds_again()
    {
        await RunAsync("en", "de", "--count", "3");

        var made = Checkpoint.Open(Path.Combine(_directory, "tiny", "2"));
        using var own = new OpenedModel(made.Directory, threads: 1);
        var run = new Inference.Gating.SentinelRun(own.Sentences, made.Tokenizer, Inference.Decoding.DecodingOptions.Of(made.Generation), TimeProvider.System);
        Assert.Equal(made.ReadSentinels(), run.Of(made.ReadSentinels(), TestContext.Current.CancellationToken).Sentinels);
    }

    [Fact]
    public async Task Sentences_of_other_directions_are_no_sentinels()
    {
        await Assert.ThrowsAsync<RecipeException>(() => RunAsync("en", "fr"));

        Assert.Equal(["1"], CheckpointStore.Versions(_directory, "tiny"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("201")]
    public void A_number_that_makes_no_sense_is_refused_by_the_command_line(string count)
    {
        var parsed = SentinelsCommand.Create().Parse(["models/x", "--from", "recipe.json", "--count", count]);

        Assert.Contains("1 to 200", Assert.Single(parsed.Errors).Message, StringComparison.Ordinal);
    }

    private Task<int> RunAsync(string source, string target, params string[] arguments)
    {
        var recipe = Path.Combine(_directory, "recipe.json");
        var text = $$"""{ "source": "{{_directory}}/valid.en", "target": "{{_directory}}/valid.de", "sourceLanguage": "{{source}}", "targetLanguage": "{{target}}" }""";
        File.WriteAllText(recipe, $$"""{ "name": "tiny", "data": { "train": [ {{text}} ], "valid": [ {{text}} ] } }""");
        return SentinelsCommand.Create().Parse([_published.Directory, "--from", recipe, "--version", "2", "--threads", "1", .. arguments])
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
    }

    private static Task<byte[]> ContentAsync(Checkpoint checkpoint, string file) => File.ReadAllBytesAsync(checkpoint.PathOf(file), TestContext.Current.CancellationToken);
}
