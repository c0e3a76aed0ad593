using Seq2SeqService.Networks.Recurrent.Attention;
using Seq2SeqService.Networks.Recurrent.Cells;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent;

/// <summary>What a recurrent decoder knows of its sources, the same at every step.</summary>
/// <param name="Padding">True where a source has no token [B,S].</param>
/// <param name="Attended">What the attention reads, or null.</param>
/// <param name="Context">The encoder's context [B,E] where inputs or output layers read it, or null.</param>
internal sealed record DecoderMemory(Tensor Padding, SourceMemory? Attended, Tensor? Context);

/// <summary>What goes from a step to the next: the states of all layers, and with input feeding the readout [B,D].</summary>
internal sealed record Carried(LayerState[] Layers, Tensor? Fed);

/// <summary>What a step made: new states, what the output layers see of the source [B,C], and the attention's weights [B,S].</summary>
internal sealed record Advanced(LayerState[] Layers, Tensor? Context, Tensor? Weights)
{
    /// <summary>The top layer's state [B,H].</summary>
    public Tensor Top => Layers[^1].Hidden;
}
