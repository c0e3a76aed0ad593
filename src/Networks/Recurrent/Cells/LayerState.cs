using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Cells;

/// <summary>What one recurrent layer carries from step to step: its hidden state [B,H], and an LSTM's cell [B,H].</summary>
internal sealed record LayerState(Tensor Hidden, Tensor? Cell = null)
{
    public LayerState MoveToOuterDisposeScope()
    {
        Hidden.MoveToOuterDisposeScope();
        Cell?.MoveToOuterDisposeScope();
        return this;
    }
}
