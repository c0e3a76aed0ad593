using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange;
using Seq2SeqService.Training.Publishing;

namespace Seq2SeqService.Training.Tests.Interchange;

public sealed class RoundTripTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("round-trip-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(ExportFormat.HuggingFace)]
    [InlineData(ExportFormat.Marian)]
    [InlineData(ExportFormat.Bergamot)]
    [InlineData(ExportFormat.CTranslate2)]
    public void What_is_exported_and_imported_again_computes_the_same(ExportFormat format)
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var published = RandomVersion.Publish(_directory, seed, format switch
            {
                ExportFormat.Marian => RandomVersion.ForMarian,
                ExportFormat.Bergamot => RandomVersion.ForBergamot,
                _ => null,
            });
            var exported = Path.Combine(_directory, $"{format}-{seed}");

            ModelExport.Write(published, format, exported);
            var model = ModelImport.Read(exported);

            Assert.Equal(published.Tokenizer.VocabularySize, model.Vocabulary.Size);
            AssertSame(published.Config, published.ReadWeights(), model);
        }
    }

    [Theory]
    [InlineData(ExportFormat.HuggingFace)]
    [InlineData(ExportFormat.Marian)]
    [InlineData(ExportFormat.Bergamot)]
    [InlineData(ExportFormat.CTranslate2)]
    public void An_OPUS_model_goes_through_every_format(ExportFormat format)
    {
        using var opus = new MarianDirectoryOf(new() { IsSwish = true });
        var published = new ImportPublication(ModelImport.Read(opus.Path), opus.Path).Publish(_directory, "opus", "1", TestContext.Current.CancellationToken);
        var exported = Path.Combine(_directory, "exported");

        ModelExport.Write(published, format, exported);
        var model = ModelImport.Read(exported);

        AssertSame(published.Config, published.ReadWeights(), model);
        Assert.True(opus.Difference(model) < 1e-4);
    }

    [Fact]
    public void Matrices_in_8_bits_come_back_as_rounding_makes_them_and_all_else_as_it_was()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var published = RandomVersion.Publish(_directory, seed);
            var weights = published.ReadWeights();
            var (exported, inSingles) = (Path.Combine(_directory, $"8-bits-{seed}"), Path.Combine(_directory, $"singles-{seed}"));

            ModelExport.Write(published, ExportFormat.CTranslate2, exported, in8Bits: true);
            ModelExport.Write(published, ExportFormat.CTranslate2, inSingles);
            var model = ModelImport.Read(exported);

            foreach (var name in weights.Names)
            {
                var before = weights.Find(name);
                var isMatrix = before.Shape.Count == 2 && before.Shape[0] > 1 && !name.Contains("embed_positions", StringComparison.Ordinal);
                var expected = isMatrix ? QuantizedTensor.Of(before).ToSingles() : before.Values;
                Assert.All(expected.Zip(model.Weights.Find(name).Values), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * Math.Max(1, Math.Abs(pair.First))));
            }

            Assert.True(Size(exported) < 0.7 * Size(inSingles));
        }

        static long Size(string directory) => new FileInfo(Path.Combine(directory, "model.bin")).Length;
    }

    [Fact]
    public void Only_CTranslate2_has_matrices_in_8_bits()
    {
        var published = RandomVersion.Publish(_directory, seed: 1, RandomVersion.ForMarian);
        var exported = Path.Combine(_directory, "exported");

        Assert.Contains("CTranslate2 alone", Assert.Throws<CheckpointException>(() => ModelExport.Write(published, ExportFormat.Marian, exported, in8Bits: true)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(exported));
    }

    [Fact]
    public void An_OPUS_model_exported_to_Marian_needs_no_warning_and_a_model_of_ours_does()
    {
        using var opus = new MarianDirectoryOf(new() { IsSwish = true });
        var imported = new ImportPublication(ModelImport.Read(opus.Path), opus.Path).Publish(_directory, "opus", "1", TestContext.Current.CancellationToken);
        var own = RandomVersion.Publish(_directory, seed: 1, RandomVersion.ForMarian);

        Assert.Empty(ModelExport.Write(imported, ExportFormat.Marian, Path.Combine(_directory, "a")));
        var notes = ModelExport.Write(own, ExportFormat.Marian, Path.Combine(_directory, "b"));

        Assert.Contains(notes, note => note.Contains("starts from zeros", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.Contains("frequencies of positions", StringComparison.Ordinal));
    }

    [Fact]
    public void An_export_never_writes_over_anything()
    {
        var published = RandomVersion.Publish(_directory, seed: 1);

        Assert.Contains("is there already", Assert.Throws<CheckpointException>(() => ModelExport.Write(published, ExportFormat.CTranslate2, published.Directory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_format_cannot_say_is_refused_and_leaves_nothing()
    {
        var published = Enumerable.Range(0, 20).Select(seed => RandomVersion.Publish(_directory, seed)).First(version => version.Config.EncoderHeads != version.Config.DecoderHeads);
        var exported = Path.Combine(_directory, "marian");

        Assert.Contains("one number of heads", Assert.Throws<CheckpointException>(() => ModelExport.Write(published, ExportFormat.Marian, exported)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(exported));
        Assert.False(Directory.Exists(exported + ".partial"));
    }

    [Fact]
    public void What_Marian_would_run_as_another_network_is_told_and_not_made_for_browsers()
    {
        AssertRefused("keys and values", isToldOf: true, config => config with { NormalizeBefore = true });
        AssertRefused("root of their width", isToldOf: true, config => config with { ScaleEmbedding = false });
        AssertRefused("sigmoid of 1.702 x", isToldOf: true, config => config with { Activation = "gelu" });
        AssertRefused("24 and 32", isToldOf: false, config => config with { EncoderFeedForward = 24 });

        void AssertRefused(string reason, bool isToldOf, Func<ModelConfig, ModelConfig> change)
        {
            var name = Guid.NewGuid().ToString();
            var published = RandomVersion.Publish(Path.Combine(_directory, name), seed: 1, config => change(RandomVersion.ForBergamot(config)));

            var error = Assert.Throws<CheckpointException>(() => ModelExport.Write(published, ExportFormat.Bergamot, Path.Combine(_directory, name, "bergamot")));
            var notes = ModelExport.Write(published, ExportFormat.Marian, Path.Combine(_directory, name, "marian"));

            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Equal(isToldOf, notes.Any(note => note.Contains(reason, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_network_with_Marians_positions_and_the_exact_gelu_comes_back_from_Marians_files()
    {
        using var opus = new MarianDirectoryOf(new());
        var read = ModelImport.Read(opus.Path);
        var gelu = read with { Config = read.Config with { Activation = "gelu" } };
        var published = new ImportPublication(gelu, opus.Path).Publish(_directory, "gelu", "1", TestContext.Current.CancellationToken);
        var exported = Path.Combine(_directory, "marian");

        ModelExport.Write(published, ExportFormat.Marian, exported);
        var model = ModelImport.Read(exported);

        Assert.Equal("gelu", model.Config.Activation);
        AssertSame(published.Config, published.ReadWeights(), model);
    }

    [Fact]
    public void What_a_broken_off_export_left_is_no_part_of_the_next()
    {
        var published = RandomVersion.Publish(_directory, seed: 1);
        var exported = Path.Combine(_directory, "again");
        Directory.CreateDirectory(exported + ".partial");
        File.WriteAllText(Path.Combine(exported + ".partial", "left.bin"), "half");

        ModelExport.Write(published, ExportFormat.CTranslate2, exported);

        Assert.False(File.Exists(Path.Combine(exported, "left.bin")));
        Assert.True(File.Exists(Path.Combine(exported, "model.bin")));
        Assert.False(Directory.Exists(exported + ".partial"));
    }

    private static void AssertSame(ModelConfig config, ModelWeights weights, ForeignModel model)
    {
        int[] source = [7, 12, 30, 4, 21, 0], fed = [config.DecoderStartId, 5, 17, 33];
        var expected = ForeignDirectory.LogProbabilities(config, weights, source, fed);
        var found = ForeignDirectory.LogProbabilities(model.Config, model.Weights, source, [model.Config.DecoderStartId, .. fed[1..]]);
        foreach (var (before, after) in expected.Zip(found))
            Assert.All(before.Zip(after), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * Math.Max(1, Math.Abs(pair.First))));
    }
}
