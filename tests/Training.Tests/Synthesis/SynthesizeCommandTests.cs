using System.CommandLine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.EndToEnd.Tests.Serving;
using Seq2SeqService.Training.Commands;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Shards;
using Seq2SeqService.Training.Synthesis;

namespace Seq2SeqService.Training.Tests.Synthesis;

public sealed class SynthesizeCommandTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();

    [Fact]
    public void Columns_stay_columns_whatever_the_texts_hold()
    {
        Assert.Equal("c d\ta b", SyntheticPair.BackTranslated("a\tb", "c\nd"));
        Assert.Equal("a b\tc d", SyntheticPair.Distilled("a\tb", "c\rd"));
    }

    [Theory]
    [InlineData("back-translation", false)]
    [InlineData("distillation", true)]
    public async Task Text_becomes_pairs_that_a_recipe_can_name(string kind, bool textIsSource)
    {
        var (input, output) = (Write("mono.txt", "fox dog", "", "the fox"), PathOf("pairs.tsv"));

        var exit = await Run(kind, "--input", input, "--output", output, "--beam", "1");

        var pairs = ParallelCorpus.Read([new CorpusRecipe { Tsv = output }]).ToList();
        Assert.Equal(0, exit);
        Assert.Equal(["fox dog", "", "the fox"], pairs.Select(pair => textIsSource ? pair.Source : pair.Target));
        Assert.Equal("", textIsSource ? pairs[1].Target : pairs[1].Source);
    }

    [Fact]
    public async Task Shares_are_merged_and_one_that_is_whole_is_not_made_again()
    {
        var (input, output) = (Write("mono.txt", "fox dog", "dog", "the fox", "fox"), PathOf("pairs.tsv"));

        foreach (var shard in (string[])["0/2", "1/2", "0/2"])
            Assert.Equal(0, await Run("distillation", "--input", input, "--output", output, "--shard", shard));

        Assert.False(File.Exists(output));
        Assert.Equal(4, ShardMerge.Run(output, CancellationToken.None));
        Assert.Equal(["fox dog", "dog", "the fox", "fox"], File.ReadLines(output).Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public async Task The_same_text_for_another_kind_is_not_mixed_up()
    {
        var (input, output) = (Write("mono.txt", "fox"), PathOf("pairs.tsv"));
        await Run("distillation", "--input", input, "--output", output);

        var error = await Assert.ThrowsAsync<RecipeException>(() => Run("back-translation", "--input", input, "--output", output));

        Assert.Contains("pairs.tsv", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private Task<int> Run(string kind, params string[] options)
    {
        if (!Directory.Exists(PathOf("tiny")))
            CheckpointPublisher.Publish(_directory.FullName, "tiny", TinyModel.Contents(seed: 1) with { Directions = [new LanguagePair("en", "de")] }, "1");

        return SynthesizeCommand.Create().Parse([kind, PathOf("tiny"), "--threads", "1", .. options])
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
    }

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);

    private string Write(string name, params string[] lines)
    {
        File.WriteAllLines(PathOf(name), lines);
        return PathOf(name);
    }
}
