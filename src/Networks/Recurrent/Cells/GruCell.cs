using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Cells;

/// <summary>
/// A GRU as PyTorch defines it: r = σ(i_r + s_r), z = σ(i_z + s_z), n = tanh(i_n + r·s_n), h' = (1 − z)·n + z·h, where i and s are the
/// products of input and state.
/// </summary>
internal sealed class GruCell(Parameter[] weights) : RecurrentCell(weights)
{
    public override LayerState Advance(Tensor inputGates, LayerState state)
    {
        var i = inputGates.chunk(3, 1);                                                    // 3 × [B,H]
        var s = StateGates(state.Hidden).chunk(3, 1);                                      // 3 × [B,H]
        var reset = (i[0] + s[0]).sigmoid();
        var update = (i[1] + s[1]).sigmoid();
        var candidate = (i[2] + (reset * s[2])).tanh();
        return new LayerState(candidate + (update * (state.Hidden - candidate)));
    }
}
