using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.EndToEnd.Tests.Interchange;

/// <summary>Publishes small Transformers of any shape with random weights.</summary>
internal static class RandomTransformer
{
    private const int Width = 16;

    private static readonly SentencePieceModel Pieces = BpeTrainer.Train(
        ["The quick brown fox jumps over the lazy dog.", "How vexingly quick daft zebras jump!", "Where is the station? It is here, on the left."],
        new BpeTrainerOptions { VocabularySize = 120, ByteFallback = false });

    /// <summary>A shape to be varied: one layer on each side, norms behind the parts of a layer, one table of embeddings for all.</summary>
    public static ModelConfig Shape { get; } = ShapeOf(Vocabulary.From(Pieces));

    public static Checkpoint Publish(string store, ModelConfig shape, int seed)
    {
        var random = new Random(seed);
        return CheckpointPublisher.Publish(store, "random", new CheckpointContents
        {
            Config = shape,
            Generation = new() { BeamSize = 1, MaxLength = 64, BadWords = [[shape.PadId]] },
            Directions = [new LanguagePair("en", "de")],
            TokenizerFiles = TokenizerFiles.Of(Pieces, Pieces, Vocabulary.From(Pieces)),
            Weights = [.. Tensors(shape).Select(tensor => new WeightSource(tensor.Name, tensor.Shape, Values(tensor.Name, tensor.Shape, random))), Bias(shape)],
            Card = new() { Title = "Random", License = "cc0-1.0" },
        }, $"{seed}");
    }

    private static ModelConfig ShapeOf(Vocabulary vocabulary) => new()
    {
        ModelType = ModelConfig.Marian, VocabularySize = vocabulary.Size, Width = Width, EncoderLayers = 1, DecoderLayers = 1, EncoderHeads = 2,
        DecoderHeads = 2, EncoderFeedForward = 32, DecoderFeedForward = 32, MaxPositions = 64, Activation = "relu",
        PadId = vocabulary.PadId, EosId = vocabulary.EosId, DecoderStartId = vocabulary.PadId,
    };

    private static IEnumerable<(string Name, long[] Shape)> Tensors(ModelConfig shape)
    {
        string[] tables = [.. shape.SharedEmbeddings ? ["model.shared"] : new[] { "model.encoder.embed_tokens", "model.decoder.embed_tokens" }, .. shape.TiedOutput ? [] : new[] { "lm_head" }];
        return
        [
            .. tables.Select(table => ($"{table}.weight", (long[])[shape.VocabularySize, Width])),
            .. Side("model.encoder", shape.EncoderLayers, shape.EncoderFeedForward, shape.NormalizeBefore, "self_attn"),
            .. Side("model.decoder", shape.DecoderLayers, shape.DecoderFeedForward, shape.NormalizeBefore, "self_attn", "encoder_attn"),
        ];
    }

    private static IEnumerable<(string Name, long[] Shape)> Side(string side, int layers, int inner, bool hasTopNorm, params string[] attentions) =>
    [
        .. Enumerable.Range(0, layers).SelectMany(layer => Layer($"{side}.layers.{layer}", inner, attentions)),
        .. hasTopNorm ? Norm($"{side}.layer_norm") : [],
    ];

    private static IEnumerable<(string Name, long[] Shape)> Layer(string layer, int inner, string[] attentions) =>
    [
        .. from attention in attentions
           from part in (string[])["q_proj", "k_proj", "v_proj", "out_proj"]
           from tensor in Dense($"{layer}.{attention}.{part}", Width, Width)
           select tensor,
        .. attentions.SelectMany(attention => Norm($"{layer}.{attention}_layer_norm")),
        .. Dense($"{layer}.fc1", inner, Width),
        .. Dense($"{layer}.fc2", Width, inner),
        .. Norm($"{layer}.final_layer_norm"),
    ];

    private static (string Name, long[] Shape)[] Dense(string name, long outputs, long inputs) => [($"{name}.weight", [outputs, inputs]), ($"{name}.bias", [outputs])];

    private static (string Name, long[] Shape)[] Norm(string name) => [($"{name}.weight", [Width]), ($"{name}.bias", [Width])];

    /// <summary>Matrices so large, and all else so small, that a network reacts to every piece it reads and writes.</summary>
    private static float[] Values(string name, long[] shape, Random random)
    {
        var (mean, spread) = shape.Length == 2 ? (0f, 2f) : name.EndsWith("norm.weight", StringComparison.Ordinal) ? (1, 0.5f) : (0, 0.5f);
        return [.. Enumerable.Range(0, (int)shape.Aggregate((product, size) => product * size)).Select(_ => mean + (spread * (random.NextSingle() - 0.5f)))];
    }

    /// <summary>Marian may write <c>&lt;pad&gt;</c> as it may any piece; a model that has learned does not.</summary>
    private static WeightSource Bias(ModelConfig shape) =>
        new("final_logits_bias", [1, shape.VocabularySize], [.. Enumerable.Range(0, shape.VocabularySize).Select(id => id == shape.PadId ? -10_000f : 0)]);
}
