using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Scores;
using Seq2SeqService.EndToEnd.Tests.Bundled;
using Seq2SeqService.EndToEnd.Tests.Clients;

namespace Seq2SeqService.EndToEnd.Tests.Interchange;

/// <summary>Marian itself, compiled to WebAssembly, as the judge of what is written for it and of how its files are read.</summary>
public sealed class MarianTests : IDisposable
{
    private readonly DirectoryInfo _store = Directory.CreateTempSubdirectory("marian-store-");

    /// <summary>Both directions of the bundled model, 100 sentences that it has not seen.</summary>
    private static readonly (string? Target, string Sentence)[] Sentences =
        [.. BundledModel.Sentences.SelectMany(pair => new (string?, string)[] { ("de", pair.English), ("en", pair.German) }).Take(100)];

    private static readonly string[] Texts = [.. Sentences.Select(one => $">>{one.Target}<< {one.Sentence}")];

    public void Dispose() => _store.Delete(recursive: true);

    [NodeFact]
    public async Task Marian_writes_what_this_engine_writes_with_the_same_files()
    {
        using var model = new MarianModel(Checkpoint.Open(BundledModel.Directory));

        var (here, there) = (model.Here(Sentences, beam: 1), await model.InMarianAsync(Texts, beam: 1));

        // Two programs add in two orders: where pieces are as probable to the last digit, either may be written.
        Assert.InRange(Equal(here, there), 98, 100);
    }

    [NodeFact]
    public async Task With_a_beam_it_writes_the_same_but_where_its_narrower_search_misses_something()
    {
        using var model = new MarianModel(Checkpoint.Open(BundledModel.Directory));

        var (here, there) = (model.Here(Sentences[..50], beam: 4), await model.InMarianAsync(Texts[..50], beam: 4));

        Assert.InRange(Equal(here, there), 45, 50);
    }

    [NodeFact]
    public async Task Weights_that_Marian_brings_to_8_bits_itself_write_nearly_the_same()
    {
        using var model = new MarianModel(Checkpoint.Open(BundledModel.Directory));

        var (here, there) = (model.Here(Sentences[..50], beam: 1), await model.InMarianAsync(Texts[..50], beam: 1, "int8shiftAll"));

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
        string[] texts = ["Where is the fox?", "The station is here.", "It is on the left.", "How quick!", "dog", "The lazy zebras jump over it, vexingly."];

        foreach (var (shape, seed) in networks)
        {
            using var model = new MarianModel(RandomTransformer.Publish(_store.FullName, shape, seed));

            var (here, there) = (model.Here([.. texts.Select(text => ((string?)null, text))], beam: 1), await model.InMarianAsync(texts, beam: 1));

            Assert.All(here.Zip(there), pair => AssertEqualUpToTheEnd(pair.First, pair.Second));
        }
    }

    private static int Equal(IReadOnlyList<string> here, IReadOnlyList<string> there) => here.Zip(there).Count(pair => pair.First == pair.Second);

    /// <summary>Both break off what does not end, at lengths of their own.</summary>
    private static void AssertEqualUpToTheEnd(string here, string there)
    {
        var length = Math.Min(here.Length, there.Length);
        Assert.InRange(length, 5, 1000);
        Assert.Equal(here[..length], there[..length]);
    }
}
