using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Cells;

/// <summary>The plain cell (Elman, 1990): h' = tanh(i + s), where i and s are the products of input and state.</summary>
internal sealed class RnnCell(Parameter[] weights) : RecurrentCell(weights)
{
    public override LayerState Advance(Tensor inputGates, LayerState state) =>
        new(StateGates(state.Hidden).add(inputGates).tanh());                              // [B,H]
}
