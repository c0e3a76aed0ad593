using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>
/// Widths of a recurrent decoder, and where they stand in its rows. A step's row is [top state H | context C | embedding D | fed readout D]:
/// the readout reads it from its beginning, the lowest layer from where its own part begins.
/// </summary>
internal sealed record RecurrentShape(ModelConfig Config)
{
    public int Width => Config.Width;

    public int Hidden => Config.DecoderHidden;

    public bool Attends => Config.Attention != AttentionKind.None;

    /// <summary>Whether attention mixes projected values, H wide, instead of the encoder's outputs, E wide.</summary>
    public bool ProjectsValues => Config.Attention is AttentionKind.ScaledDot or AttentionKind.MultiHead;

    /// <summary>C, what a step is told of the source: what attention found, or the fixed context, or nothing.</summary>
    public int Context => ContextAtInput || ContextAtOutput ? ProjectsValues ? Hidden : Config.EncoderOutputs : 0;

    public bool ContextAtInput => Attends || Config.ContextUses.Contains(ContextUse.Input);

    public bool ContextAtOutput => Attends || Config.ContextUses.Contains(ContextUse.Output);

    /// <summary>The state of all layers: h of every layer from the lowest to the top, then for an LSTM the cells in the same order.</summary>
    public int LayerFloats => Config.DecoderLayers * Hidden * (Config.DecoderKind == LayerKind.Lstm ? 2 : 1);

    /// <summary>Whether rows begin with the states of an equal encoder, layer by layer.</summary>
    public bool TakesStates => Config.Context == ContextKind.States && Config.ContextUses.Contains(ContextUse.State);

    /// <summary>The past of a row: the layers' states, then the readout where it is fed to the next step.</summary>
    public int StateFloats => LayerFloats + FedWidth;

    public int FedWidth => Config.InputFeeding ? Width : 0;

    public int RowFloats => Hidden + Context + Width + FedWidth;

    /// <summary>What the lowest layer reads: [context C | embedding D | fed readout D], each where it is used.</summary>
    public int LowestInputs => (ContextAtInput ? Context : 0) + Width + FedWidth;

    /// <summary>What the readout reads: [state H], or [state H | context C | embedding D].</summary>
    public int ReadoutInputs => ContextAtOutput ? Hidden + Context + Width : Hidden;
}
