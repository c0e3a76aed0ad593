using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Scores;
using Seq2SeqService.EndToEnd.Tests.Bundled;
using Seq2SeqService.EndToEnd.Tests.Clients;

namespace Seq2SeqService.EndToEnd.Tests.Interchange;

/// <summary>Marian itself, compiled to WebAssembly, as the judge of what is written for it and of how its files are read.</summary>
public sealed class MarianTests : IDisposable
{
    private readonly DirectoryInfo _store = Directory.CreateTempSubdirectory("marian-store-");

    public void Dispose() => _store.Delete(recursive: true);

    [NodeFact]
    public async Task Marian_writes_what_this_engine_writes_with_the_same_files()
    {
        using var model = new MarianModel(Checkpoint.Open(BundledModel.Directory));

        var (here, there) = (model.Here(JudgedSentences.Bundled, beam: 1), await model.InMarianAsync(JudgedSentences.Tagged, beam: 1));

        // Two programs add in two orders: where pieces are as probable to the last digit, either may be written.
        Assert.InRange(Equal(here, there), 98, 100);
    }

    [NodeFact]
    public async Task With_a_beam_it_writes_the_same_but_where_its_narrower_search_misses_something()
    {
        using var model = new MarianModel(Checkpoint.Open(BundledModel.Directory));

        var (here, there) = (model.Here(JudgedSentences.Bundled[..50], beam: 4), await model.InMarianAsync(JudgedSentences.Tagged[..50], beam: 4));

        Assert.InRange(Equal(here, there), 45, 50);
    }

    [NodeFact]
    public async Task Weights_that_Marian_brings_to_8_bits_itself_write_nearly_the_same()
    {
        using var model = new MarianModel(Checkpoint.Open(BundledModel.Directory));

        var (here, there) = (model.Here(JudgedSentences.Bundled[..50], beam: 1), await model.InMarianAsync(JudgedSentences.Tagged[..50], beam: 1, "int8shiftAll"));

        Assert.InRange(Equal(here, there), 35, 49);
        Assert.InRange(new Bleu().Score(there, here).Value, 80, 99.99);
    }

    [NodeFact]
    public async Task Networks_of_every_shape_that_can_be_exported_are_computed_alike()
    {
        // Of random networks most repeat one piece; these seeds give some that do not.
        (ModelConfig Shape, int Seed)[] networks =
        [
            (RandomTransformer.Shape with { EncoderLayers = 3, DecoderLayers = 2, Activation = "swish" }, 28),
            (RandomTransformer.Shape with { SharedEmbeddings = false, EncoderHeads = 4, DecoderHeads = 4 }, 25),
            (RandomTransformer.Shape with { TiedOutput = false }, 30),
            (RandomTransformer.Shape with { SharedEmbeddings = false, TiedOutput = false, DecoderLayers = 2 }, 3),
        ];

        foreach (var (shape, seed) in networks)
        {
            using var model = new MarianModel(RandomTransformer.Publish(_store.FullName, shape, seed));

            var (here, there) = (model.Here(JudgedSentences.PlainWithoutTarget, beam: 1), await model.InMarianAsync(JudgedSentences.Plain, beam: 1));

            Assert.All(here.Zip(there), pair => JudgedSentences.AssertEqualUpToTheEnd(pair.First, pair.Second));
        }
    }

    private static int Equal(IReadOnlyList<string> here, IReadOnlyList<string> there) => here.Zip(there).Count(pair => pair.First == pair.Second);
}
