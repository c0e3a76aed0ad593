using System.CommandLine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Training.Commands;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Interchange;

public sealed class InterchangeCommandTests : IDisposable
{
    private readonly string _store = Directory.CreateTempSubdirectory("store-").FullName;

    public void Dispose() => Directory.Delete(_store, recursive: true);

    [Fact]
    public async Task An_OPUS_directory_becomes_a_version_that_translates()
    {
        using var opus = new MarianDirectoryOf(new() { IsSwish = true });
        await File.WriteAllTextAsync(opus.PathOf("README.md"), "# opus-2020\n", TestContext.Current.CancellationToken);

        await RunAsync(ImportCommand.Create(), opus.Path, "--output", Path.Combine(_store, "en-de"), "--version", "1", "--pair", "en-de", "--license", "cc-by-4.0", "--quantize", "int8");

        using var model = new OpenedModel(Path.Combine(_store, "en-de"), threads: 1);
        Assert.True(model.Checkpoint.HasInt8Weights);
        Assert.Equal(["en-de"], model.Checkpoint.Directions.Select(pair => pair.ToString()));
        Assert.Contains("README.origin.md", model.Checkpoint.Files);
        Assert.Contains("\"cc-by-4.0\"", await File.ReadAllTextAsync(model.Checkpoint.PathOf("README.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var hypotheses = model.Sentences.Translate(
            [model.Checkpoint.Tokenizer.EncodeSource("Where is the station?", "de")], model.Decoding(2, null) with { MaxLength = 8 }, TestContext.Current.CancellationToken);
        Assert.True(float.IsFinite((float)hypotheses[0][0].Score));
    }

    [Theory]
    [InlineData("hf", "model.safetensors")]
    [InlineData("marian", "model.npz")]
    [InlineData("bergamot", "vocab.spm")]
    [InlineData("ctranslate2", "model.bin")]
    public async Task A_version_is_exported_and_comes_back_under_another_name(string format, string file)
    {
        var published = RandomVersion.Publish(_store, seed: 1, RandomVersion.ForBergamot);
        var exported = Path.Combine(_store, "exported");

        await RunAsync(ExportCommand.Create(), published.Directory, "--format", format, "--output", exported);
        await RunAsync(ImportCommand.Create(), exported, "--output", Path.Combine(_store, "again"), "--storage", "fp16", "--pair", "en-de");

        Assert.True(File.Exists(Path.Combine(exported, file)));
        var again = OpenedModel.Find(Path.Combine(_store, "again"));
        Assert.Equal(published.Tokenizer.EncodeSource("the fox", null), again.Tokenizer.EncodeSource("the fox", null));
        Assert.True(new FileInfo(again.PathOf(CheckpointFiles.Weights)).Length < new FileInfo(published.PathOf(CheckpointFiles.Weights)).Length * 0.7);
    }

    [Fact]
    public async Task A_version_is_exported_in_8_bits()
    {
        var published = RandomVersion.Publish(_store, seed: 1);
        var (singles, bytes) = (Path.Combine(_store, "singles"), Path.Combine(_store, "bytes"));

        await RunAsync(ExportCommand.Create(), published.Directory, "--format", "ctranslate2", "--output", singles);
        await RunAsync(ExportCommand.Create(), published.Directory, "--format", "ctranslate2", "--quantize", "int8", "--output", bytes);

        Assert.True(new FileInfo(Path.Combine(bytes, "model.bin")).Length < 0.7 * new FileInfo(Path.Combine(singles, "model.bin")).Length);
    }

    [Fact]
    public async Task SentencePiece_models_of_another_model_are_refused_and_nothing_is_published()
    {
        using var opus = new MarianDirectoryOf(new());
        File.WriteAllText(opus.PathOf("opus.src.vocab.yml"), "</s>: 0\n<unk>: 1\n" + string.Concat(Enumerable.Range(2, opus.Pieces.Source.Length - 2).Select(id => $"x{id}: {id}\n")));
        File.Copy(opus.PathOf("opus.src.vocab.yml"), opus.PathOf("opus.trg.vocab.yml"), overwrite: true);

        var error = await Assert.ThrowsAsync<CheckpointException>(() => RunAsync(ImportCommand.Create(), opus.Path, "--output", Path.Combine(_store, "en-de")));

        Assert.Contains("source.spm", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_store));
    }

    [Fact]
    public async Task Directions_that_the_vocabulary_has_no_tag_for_are_refused()
    {
        using var directory = new MarianMtDirectory();

        var error = await Assert.ThrowsAsync<CheckpointException>(() => RunAsync(
            ImportCommand.Create(), directory.Path, "--output", Path.Combine(_store, "many"), "--pair", "en-de", "--pair", "en-fr"));

        Assert.Contains(">>fr<<", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RecipeException>(() => RunAsync(ImportCommand.Create(), directory.Path, "--output", Path.Combine(_store, "many"), "--pair", "german"));
    }

    private static async Task RunAsync(Command command, params string[] arguments)
    {
        var parsed = command.Parse(arguments);
        Assert.Empty(parsed.Errors);
        await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
    }
}
