using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>The GRU encoder-decoder with additive attention.</summary>
internal sealed class RecurrentNetwork : ICpuNetwork
{
    private readonly CpuRuntime _runtime;
    private readonly RecurrentShape _shape;
    private readonly RecurrentEncoder _encoder;

    public RecurrentNetwork(ModelConfig config, ModelWeights weights, CpuRuntime runtime)
    {
        _runtime = runtime;
        _shape = RecurrentShape.Of(config);
        _encoder = new RecurrentEncoder(config, weights, ReadEmbedding(config, weights, "encoder"), runtime);
        Decoder = new RecurrentDecoder(config, weights, ReadEmbedding(config, weights, "decoder"), runtime);
    }

    public RecurrentDecoder Decoder { get; }

    public IDecodingState Encode(IReadOnlyList<int[]> sources)
    {
        var state = new RecurrentState(this, _runtime.Shelf, _shape.StateFloats);
        _encoder.Encode(sources, state);
        return state;
    }

    /// <summary>Token embeddings [V, D] of one side.</summary>
    private static float[] ReadEmbedding(ModelConfig config, ModelWeights weights, string side) => weights.Get(
        config.SharedEmbeddings ? "shared.weight" : $"{side}_embedding.weight", config.VocabularySize, config.Width);
}
