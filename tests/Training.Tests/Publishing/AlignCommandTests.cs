using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.EndToEnd.Tests.Serving;
using Seq2SeqService.Training.Commands;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Publishing;

public sealed class AlignCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("align-").FullName;
    private readonly Checkpoint _published;

    public AlignCommandTests() => _published = CheckpointPublisher.Publish(
        _directory, "tiny", TinyModel.Contents(seed: 1) with { Directions = [new LanguagePair("en", "de")] }, "1");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_published_version_becomes_one_that_names_heads_and_whose_other_files_are_the_same()
    {
        var aligned = Written("The fox. | The dog. | The-The fox-dog .-.\nWhere is it? | Where here? | Where-Where it-here ?-?\n");

        var status = await AlignCommand.Create().Parse([_published.Directory, "--aligned", aligned, "--version", "2"])
            .InvokeAsync(new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);

        Assert.Equal(0, status);
        var made = Checkpoint.Open(Path.Combine(_directory, "tiny", "2"));
        Assert.NotEmpty(made.Generation.AlignmentHeads);
        Assert.Equal(_published.Generation.BeamSize, made.Generation.BeamSize);
        Assert.Contains("## Word alignments", await File.ReadAllTextAsync(Path.Combine(made.Directory, CheckpointFiles.ModelCard), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        foreach (var file in _published.Files.Where(file => file is not (CheckpointFiles.ModelCard or CheckpointFiles.Generation)))
            Assert.Equal(Content(_published, file), Content(made, file));
    }

    [Fact]
    public void Lines_name_words_by_themselves_or_by_their_number()
    {
        var pair = Assert.Single(AlignedPairs.Read(Written("the e-mail of the man | Mail des Mannes | e-mail-Mail of-des the#2-des man-Mannes\n")));

        Assert.Equal(["11:12-5:7", "14:16-5:7", "18:20-9:14", "4:9-0:3"], pair.Words.Select(words => words.ToString()).Order(StringComparer.Ordinal));
        Assert.Contains(new AlignedWords(new(0, 4), new(4, 10)), pair.Turned.Words);
    }

    [Theory]
    [InlineData("a | b", "'source | target | links'")]
    [InlineData("a | b | a-c", "'a-c'")]
    [InlineData("a | b | a#2-b", "'a#2-b'")]
    public void What_cannot_be_read_is_named_with_its_line(string line, string fault)
    {
        var error = Assert.Throws<RecipeException>(() => AlignedPairs.Read(Written("a | b | a-b\n" + line)));

        Assert.Contains(":2:", error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    private static byte[] Content(Checkpoint checkpoint, string file) => File.ReadAllBytes(Path.Combine(checkpoint.Directory, file));

    private string Written(string text)
    {
        var path = Path.Combine(_directory, "aligned.txt");
        File.WriteAllText(path, text);
        return path;
    }
}
