using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>The Transformer in the MarianMT layout: tensor names and ids as in Hugging Face's <c>MarianMTModel</c>.</summary>
internal sealed class TransformerNetwork : ICpuNetwork
{
    private readonly CpuRuntime _runtime;
    private readonly int _slotFloats;
    private readonly TransformerEncoder _encoder;

    public TransformerNetwork(ModelConfig config, ModelWeights weights, CpuRuntime runtime)
    {
        _runtime = runtime;
        _slotFloats = 2 * config.Width * config.DecoderLayers;

        var reader = new WeightReader(weights, runtime.Kernels);
        var layout = new MemoryLayout(StackShape.Of(config, config.DecoderHeads, runtime.Kernels));
        _encoder = new TransformerEncoder(config, reader, ReadEmbedding(config, reader, "encoder"), layout, runtime);
        Decoder = new TransformerDecoder(config, reader, ReadEmbedding(config, reader, "decoder"), runtime);
    }

    public TransformerDecoder Decoder { get; }

    public IDecodingState Encode(IReadOnlyList<int[]> sources)
    {
        var state = new TransformerState(this, new SlotPool(_runtime.Shelf, _slotFloats));
        _encoder.Encode(sources, state.Add);
        return state;
    }

    /// <summary>Token embeddings [V, D] of one side.</summary>
    public static float[] ReadTokens(ModelConfig config, ModelWeights weights, string side) => weights.Get(
        config.SharedEmbeddings ? "model.shared.weight" : $"model.{side}.embed_tokens.weight", config.VocabularySize, config.Width);

    private static Embedding ReadEmbedding(ModelConfig config, WeightReader reader, string side) => new(
        reader.Kernels,
        ReadTokens(config, reader.Weights, side),
        config.ScaleEmbedding ? MathF.Sqrt(config.Width) : 1,
        Positions.Read(config, reader.Weights, $"model.{side}.embed_positions.weight"),
        config.Width);
}
