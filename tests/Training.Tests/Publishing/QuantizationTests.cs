using System.CommandLine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.EndToEnd.Tests.Serving;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Training.Commands;
using Seq2SeqService.Training.Publishing;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Publishing;

public sealed class QuantizationTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("quantize-").FullName;
    private readonly Checkpoint _published;

    public QuantizationTests() => _published = CheckpointPublisher.Publish(
        _directory, "tiny", TinyModel.Contents(seed: 1) with { Directions = [new LanguagePair("en", "de")], ExtraFiles = [CheckpointFile.Of("NOTICE", "who made it")] }, "1");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_published_version_becomes_one_with_8_bits_whose_other_files_are_the_same()
    {
        var made = Quantize(_published, "2");

        Assert.Equal(("tiny", "2"), (made.Name, made.Version));
        Assert.Equal([.. _published.Files.Append(CheckpointFiles.Int8Weights).Order(StringComparer.Ordinal)], made.Files);
        foreach (var file in _published.Files.Where(file => file != CheckpointFiles.ModelCard))
            Assert.Equal(File.ReadAllBytes(Path.Combine(_published.Directory, file)), File.ReadAllBytes(Path.Combine(made.Directory, file)));
        Assert.Equal(_published.ReadInt8Weights().Find("model.shared.weight").Values, made.ReadInt8Weights().Find("model.shared.weight").Values);
    }

    [Fact]
    public void The_card_keeps_what_it_said_and_compares_both_precisions()
    {
        var made = Quantize(_published, "2", Test("The fox.\nWhere is it?\n", "The dog.\nHere.\n"));

        var (before, after) = (Card(_published), Card(made));
        Assert.StartsWith(before.TrimEnd('\n'), after, StringComparison.Ordinal);
        Assert.Contains("| toy (2 sentences, beam 2) | en-de | BLEU |", after, StringComparison.Ordinal);
        Assert.Contains("| toy (2 sentences, beam 2) | en-de | chrF2 |", after, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fp32_weights_can_be_dropped_and_then_nothing_is_left_to_round()
    {
        var alone = Quantize(_published, "2", dropFp32: true);

        Assert.DoesNotContain(CheckpointFiles.Weights, alone.Files);
        using var engine = PrecisionChoice.Load(alone, PrecisionChoice.Auto, threads: 1);
        var error = Assert.Throws<CheckpointException>(() => Quantize(alone, "3"));
        Assert.Contains("tiny/2 holds its weights in 8 bits alone", error.Message, StringComparison.Ordinal);
        Assert.Equal(["1", "2"], CheckpointStore.Versions(_directory, "tiny"));
    }

    [Fact]
    public void A_version_that_has_8_bits_already_can_be_measured_later()
    {
        var unmeasured = Quantize(_published, "2");

        var measured = Quantize(unmeasured, "3", Test("The fox.\n", "The dog.\n"));

        Assert.Contains("was not measured", Card(unmeasured), StringComparison.Ordinal);
        Assert.DoesNotContain("was not measured", Card(measured), StringComparison.Ordinal);
        Assert.Equal(unmeasured.Files, measured.Files);
    }

    [Fact]
    public void Tests_that_are_not_there_publish_nothing()
    {
        var missing = new TestRecipe { Name = "toy", Source = Path.Combine(_directory, "none.en"), Target = Path.Combine(_directory, "none.de") };

        Assert.Throws<RecipeException>(() => Quantize(_published, "2", missing));

        Assert.Equal(["1"], CheckpointStore.Versions(_directory, "tiny"));
    }

    [Fact]
    public async Task A_recipe_without_tests_is_not_taken_for_a_measurement()
    {
        var recipe = Path.Combine(_directory, "recipe.json");
        await File.WriteAllTextAsync(recipe, """{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] } }""", TestContext.Current.CancellationToken);
        var command = QuantizeCommand.Create().Parse([_published.Directory, "--tests", recipe]);

        var error = await Assert.ThrowsAsync<RecipeException>(() => command.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken));

        Assert.Contains("publish:tests", error.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], CheckpointStore.Versions(_directory, "tiny"));
    }

    [Theory]
    [InlineData("fp32", false)]
    [InlineData("int8", true)]
    [InlineData("auto", true)]
    public void Evaluation_takes_the_precision_it_is_told(string precision, bool isRounded)
    {
        var made = Quantize(_published, "2");

        using var model = new OpenedModel(made.Directory, threads: 1, precision);

        var sources = new[] { made.Tokenizer.EncodeSource("The quick fox jumps over the dog.", "de") };
        var score = model.Sentences.Translate(sources, model.Decoding(1, null) with { MaxLength = 8 }, TestContext.Current.CancellationToken)[0][0].Score;
        using var exact = new OpenedModel(_published.Directory, threads: 1);
        var exactly = exact.Sentences.Translate(sources, exact.Decoding(1, null) with { MaxLength = 8 }, TestContext.Current.CancellationToken)[0][0].Score;
        Assert.Equal(isRounded, score != exactly);
    }

    [Theory]
    [InlineData("publish", "recipe.json", "--quantize", "int4")]
    [InlineData("evaluate", "models/x", "--source", "s", "--reference", "r", "--precision", "int4")]
    public void A_precision_that_does_not_exist_is_refused_by_the_command_line(string command, params string[] arguments)
    {
        var parsed = (command == "publish" ? PublishCommand.Create() : EvaluateCommand.Create()).Parse(arguments);

        Assert.Contains("int4", Assert.Single(parsed.Errors).Message, StringComparison.Ordinal);
    }

    private Checkpoint Quantize(Checkpoint checkpoint, string version, params TestRecipe[] tests) => Quantize(checkpoint, version, dropFp32: false, tests);

    private Checkpoint Quantize(Checkpoint checkpoint, string version, bool dropFp32, params TestRecipe[] tests) =>
        new Quantization(checkpoint, TextWriter.Null).Publish(_directory, version, tests, dropFp32, TestContext.Current.CancellationToken);

    private TestRecipe Test(string source, string target)
    {
        var (sources, targets) = (Path.Combine(_directory, "test.en"), Path.Combine(_directory, "test.de"));
        File.WriteAllText(sources, source);
        File.WriteAllText(targets, target);
        return new TestRecipe { Name = "toy", Source = sources, Target = targets, SourceLanguage = "en", TargetLanguage = "de" };
    }

    private static string Card(Checkpoint checkpoint) => File.ReadAllText(Path.Combine(checkpoint.Directory, CheckpointFiles.ModelCard));
}
