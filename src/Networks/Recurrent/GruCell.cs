using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent;

/// <summary>
/// One GRU layer as PyTorch defines it: r = σ(i_r + s_r), z = σ(i_z + s_z), n = tanh(i_n + r·s_n), h' = (1 − z)·n + z·h, where i and s
/// are the products of input and state. The products of a step are small and stay fp32.
/// </summary>
internal sealed record GruCell(Parameter InputWeight, Parameter StateWeight, Parameter InputBias, Parameter StateBias)
{
    public static GruCell Create(int inputs, int hidden) => new(
        nn.Parameter(nn.init.xavier_uniform_(zeros(3 * hidden, inputs))),
        nn.Parameter(nn.init.xavier_uniform_(zeros(3 * hidden, hidden))),
        nn.Parameter(zeros(3 * hidden)),
        nn.Parameter(zeros(3 * hidden)));

    public Tensor InputGates(Tensor input) => nn.functional.linear(input, InputWeight, InputBias);   // [B,3H]

    /// <summary>Gates of the input [B,3H], state [B,H] → new state [B,H].</summary>
    public Tensor Advance(Tensor inputGates, Tensor state)
    {
        var i = inputGates.chunk(3, 1);                                                    // 3 × [B,H]
        var s = nn.functional.linear(state, StateWeight, StateBias).chunk(3, 1);           // 3 × [B,H]
        var reset = (i[0] + s[0]).sigmoid();
        var update = (i[1] + s[1]).sigmoid();
        var candidate = (i[2] + (reset * s[2])).tanh();
        return candidate + (update * (state - candidate));
    }
}
