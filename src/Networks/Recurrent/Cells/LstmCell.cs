using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Cells;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber, 1997; forget gate of Gers et al., 2000) with PyTorch's gates i, f, g, o:
/// c' = σ(f)·c + σ(i)·tanh(g), h' = σ(o)·tanh(c').
/// </summary>
internal sealed class LstmCell(Parameter[] weights) : RecurrentCell(weights)
{
    public override LayerState Advance(Tensor inputGates, LayerState state)
    {
        var gates = StateGates(state.Hidden).add(inputGates).chunk(4, 1);                  // 4 × [B,H]
        var cell = (gates[1].sigmoid() * state.Cell!) + (gates[0].sigmoid() * gates[2].tanh());
        return new LayerState(gates[3].sigmoid() * cell.tanh(), cell);
    }
}
