using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.EndToEnd.Tests.Serving;

/// <summary>
/// A Transformer as small as one can be, with random weights that its seed decides. Its vocabulary holds words and marks alone, so that
/// white space in an answer can only come from the source.
/// </summary>
internal static class TinyModel
{
    public const string Space = "▁";

    private const int Width = 16;
    private const int FeedForward = 32;

    private static readonly SentencePieceModel Pieces = BpeTrainer.Train(
        ["The quick brown fox jumps over the lazy dog.", "How vexingly quick daft zebras jump!", "Where is the station? It is here, on the left."],
        new BpeTrainerOptions { VocabularySize = 120, ByteFallback = false });

    private static readonly Vocabulary Vocabulary = Vocabulary.From(Pieces);

    private static readonly IReadOnlyList<CheckpointFile> Tokenizer = WriteTokenizer();

    private static ModelConfig Config { get; } = new()
    {
        ModelType = ModelConfig.Marian, VocabularySize = Vocabulary.Size, Width = Width, EncoderLayers = 1, DecoderLayers = 1, EncoderHeads = 2,
        DecoderHeads = 2, EncoderFeedForward = FeedForward, DecoderFeedForward = FeedForward, MaxPositions = 64,
        PadId = Vocabulary.PadId, EosId = Vocabulary.EosId, DecoderStartId = Vocabulary.PadId,
    };

    public static CheckpointContents Contents(int seed) => new()
    {
        Config = Config,
        Generation = new() { BeamSize = 2, MaxLength = 64, BadWords = [.. NeverWritten().Select(id => new[] { id })] },
        Directions = [new LanguagePair("en", "de")],
        TokenizerFiles = Tokenizer,
        Weights = [.. Shapes().Zip(Seeds(seed), (tensor, ofTensor) => Random(tensor.Name, tensor.Shape, ofTensor))],
        Card = new() { Title = "Tiny", License = "cc0-1.0" },
    };

    /// <summary>What would not come back as it was written: the unknown piece, padding, and a space without a word.</summary>
    private static int[] NeverWritten() => [Vocabulary.UnknownId, Vocabulary.PadId, Vocabulary.Pieces.ToList().IndexOf(Space)];

    private static IEnumerable<(string Name, long[] Shape)> Shapes()
    {
        yield return ("model.shared.weight", [Vocabulary.Size, Width]);
        yield return ("final_logits_bias", [1, Vocabulary.Size]);
        foreach (var tensor in Layer("model.encoder.layers.0", "self_attn").Concat(Layer("model.decoder.layers.0", "self_attn", "encoder_attn")))
            yield return tensor;
    }

    private static IEnumerable<(string Name, long[] Shape)> Layer(string layer, params string[] attentions) =>
    [
        .. attentions.SelectMany(attention => (string[])["q_proj", "k_proj", "v_proj", "out_proj"], (attention, part) => $"{attention}.{part}")
            .SelectMany(part => Dense($"{layer}.{part}", Width, Width)),
        .. attentions.SelectMany(attention => Norm($"{layer}.{attention}_layer_norm")),
        .. Dense($"{layer}.fc1", FeedForward, Width),
        .. Dense($"{layer}.fc2", Width, FeedForward),
        .. Norm($"{layer}.final_layer_norm"),
    ];

    private static (string Name, long[] Shape)[] Dense(string name, long outputs, long inputs) =>
        [($"{name}.weight", [outputs, inputs]), ($"{name}.bias", [outputs])];

    private static (string Name, long[] Shape)[] Norm(string name) => [($"{name}.weight", [Width]), ($"{name}.bias", [Width])];

    private static IEnumerable<int> Seeds(int seed)
    {
        var random = new Random(seed);
        while (true)
            yield return random.Next();
    }

    private static WeightSource Random(string name, long[] shape, int seed)
    {
        var random = new Random(seed);
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.NextSingle() - 0.5f;

        return new(name, shape, values);
    }

    private static List<CheckpointFile> WriteTokenizer()
    {
        var directory = Directory.CreateTempSubdirectory("tokenizer-").FullName;
        try
        {
            TokenizerFiles.Write(directory, Pieces);
            return [.. Directory.GetFiles(directory).Select(path => CheckpointFile.Of(Path.GetFileName(path), File.ReadAllBytes(path)))];
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
