using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>What queries look at: keys and values of H heads [B,H,S,K].</summary>
internal sealed record KeysValues(Tensor Keys, Tensor Values)
{
    /// <summary>These and, behind them, <paramref name="later"/>.</summary>
    public KeysValues Then(KeysValues later) => new(cat([Keys, later.Keys], 2), cat([Values, later.Values], 2));
}
