using System.Runtime.InteropServices;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Scores;
using Seq2SeqService.EndToEnd.Tests.Bundled;
using Seq2SeqService.EndToEnd.Tests.Clients;

namespace Seq2SeqService.EndToEnd.Tests.Interchange;

/// <summary>CTranslate2 itself, as its npm package has it, as the judge of what is written for it and of how its files are read.</summary>
public sealed class CTranslate2Tests : IDisposable
{
    /// <summary>Of the mean log-probability of a piece: tags and unknown pieces, which this engine never writes, keep their small share of it there.</summary>
    private const double Rounding = 1e-3;

    private readonly DirectoryInfo _store = Directory.CreateTempSubdirectory("ctranslate2-store-");

    public CTranslate2Tests() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, "The package's program that these tests load is Linux's, for x64.");

    public void Dispose() => _store.Delete(recursive: true);

    [NodeFact]
    public async Task CTranslate2_writes_what_this_engine_writes_with_the_same_files()
    {
        using var model = new CTranslate2Model(Checkpoint.Open(BundledModel.Directory));

        var (here, there) = (model.Here(JudgedSentences.Bundled, beam: 1), await model.InCTranslate2Async(JudgedSentences.Tagged, beam: 1));

        Assert.InRange(Equal(here, there), 99, 100);
    }

    [NodeFact]
    public async Task With_a_beam_it_finds_the_same_translations_and_scores()
    {
        using var model = new CTranslate2Model(Checkpoint.Open(BundledModel.Directory));

        var (here, there) = (model.Here(JudgedSentences.Bundled, beam: 4), await model.InCTranslate2Async(JudgedSentences.Tagged, beam: 4));

        Assert.InRange(Equal(here, there), 95, 100);
    }

    [NodeFact]
    public async Task Weights_in_8_bits_write_nearly_the_same()
    {
        using var model = new CTranslate2Model(Checkpoint.Open(BundledModel.Directory), in8Bits: true);

        var (here, there) = (model.Here(JudgedSentences.Bundled, beam: 1), await model.InCTranslate2Async(JudgedSentences.Tagged, beam: 1));

        Assert.InRange(Equal(here, there), 0, 99);   // values between the layers have 8 bits there
        Assert.InRange(new Bleu().Score([.. there.Select(one => one.Text)], [.. here.Select(one => one.Text)]).Value, 85, 99.99);
    }

    [NodeFact]
    public async Task Networks_of_every_shape_that_can_be_exported_are_computed_alike()
    {
        var shape = RandomTransformer.Shape with { MaxPositions = 300 };   // it breaks off at 256 pieces
        ModelConfig[] shapes =
        [
            shape,
            shape with { NormalizeBefore = true, EncoderLayers = 2, DecoderLayers = 3 },
            shape with { NormalizeBefore = true, Activation = "gelu" },
            shape with { Activation = "swish", EncoderHeads = 4, DecoderHeads = 4 },
            shape with { SharedEmbeddings = false, EncoderFeedForward = 48 },
            shape with { SharedEmbeddings = false, TiedOutput = false, ScaleEmbedding = false },
        ];

        foreach (var (one, seed) in shapes.Select((one, seed) => (one, seed)))
        {
            using var model = new CTranslate2Model(RandomTransformer.Publish(_store.FullName, one, seed));

            var (here, there) = (model.Here(JudgedSentences.PlainWithoutTarget, beam: 1), await model.InCTranslate2Async(JudgedSentences.Plain, beam: 1));

            Assert.All(here.Zip(there), pair => JudgedSentences.AssertEqualUpToTheEnd(pair.First.Text, pair.Second.Text));
        }
    }

    private static int Equal(IReadOnlyList<(string Text, double Score)> here, IReadOnlyList<(string Text, double Score)> there) =>
        here.Zip(there).Count(pair => pair.First.Text == pair.Second.Text && Math.Abs(pair.First.Score - pair.Second.Score) < Rounding);
}
