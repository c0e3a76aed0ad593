using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Cells;

/// <summary>
/// One layer moved by one step, on the weights of the libtorch layer that runs whole sequences. The products of a step are small and stay fp32.
/// G gates, one below the other in every weight.
/// </summary>
internal abstract class RecurrentCell(Parameter[] weights)
{
    /// <summary>[G·H,I].</summary>
    public Parameter InputWeight { get; } = weights[0];

    public Parameter InputBias { get; } = weights[2];

    /// <summary>Input [B,I] → its share of the gates [B,G·H].</summary>
    public Tensor InputGates(Tensor input) => nn.functional.linear(input, InputWeight, InputBias);

    /// <summary>The input's share of the gates [B,G·H], state [B,H] → new state.</summary>
    public abstract LayerState Advance(Tensor inputGates, LayerState state);

    /// <summary>State [B,H] → its share of the gates [B,G·H].</summary>
    protected Tensor StateGates(Tensor state) => nn.functional.linear(state, weights[1], weights[3]);
}
