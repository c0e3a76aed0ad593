using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>
/// Widths of the GRU family: D embeddings, H states, E encoder outputs (2H when the encoder reads both ways), layers of the decoder.
/// </summary>
internal sealed record RecurrentShape(int Width, int Hidden, int Encoded, int DecoderLayers)
{
    /// <summary>All decoder states of a row, layer 0 first.</summary>
    public int StateFloats => DecoderLayers * Hidden;

    /// <summary>What the readout sees: [state H | context E | embedding D].</summary>
    public int ReadoutInputs => Hidden + Encoded + Width;

    public static RecurrentShape Of(ModelConfig config) => new(
        config.Width,
        config.HiddenSize,
        config.BidirectionalEncoder ? 2 * config.HiddenSize : config.HiddenSize,
        config.DecoderLayers);
}
