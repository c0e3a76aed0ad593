using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Recurrent.Attention;
using Seq2SeqService.Networks.Recurrent.Cells;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent;

/// <summary>
/// One step of the decoder's layers, the same while training and while decoding. The lowest layer reads [embedding; side], side being the
/// context and the readout that is fed back; the embedding's share of its gates needs no state and is computed for all steps at once.
/// </summary>
internal sealed class DecoderStep(ModelConfig config, RecurrentCell[] cells, SourceAttention? attention, Dropout dropout)
{
    private readonly bool _readsContext = attention is not null || config.ContextUses.Contains(ContextUse.Input);

    /// <summary>Embeddings [..,D] → their share of the lowest layer's gates [..,G·H].</summary>
    public Tensor EmbeddingGates(Tensor embedded)
    {
        using var scope = NewDisposeScope();
        var weight = cells[0].InputWeight.narrow(1, 0, config.Width);                      // [G·H,D]
        return Precision.Product(embedded, weight, cells[0].InputBias).MoveToOuterDisposeScope();
    }

    /// <summary>The other columns of the lowest layer's weights, ready to multiply [side,G·H]; null where nothing stands beside the embedding.</summary>
    public Tensor? SideWeight()
    {
        var side = cells[0].InputWeight.shape[1] - config.Width;
        return side == 0 ? null : cells[0].InputWeight.narrow(1, config.Width, side).t();
    }

    /// <summary>The embedding's gates [B,G·H], the <see cref="SideWeight"/>, and what was carried here → new states.</summary>
    public Advanced Advance(Tensor gates, Tensor? sideWeight, DecoderMemory memory, Carried before)
    {
        using var scope = NewDisposeScope();
        var (context, weights) = (memory.Context, (Tensor?)null);
        if (attention is not null)
            (context, weights) = attention.Attend(before.Layers[^1].Hidden, memory.Attended!);   // [B,A], [B,S]

        if (sideWeight is not null)
            gates = gates.addmm(Side(context, before.Fed), sideWeight);                    // [B,G·H]

        var next = new LayerState[cells.Length];
        next[0] = cells[0].Advance(gates, before.Layers[0]);
        for (var layer = 1; layer < cells.Length; layer++)
        {
            var input = dropout.forward(next[layer - 1].Hidden);                           // [B,H]
            next[layer] = cells[layer].Advance(cells[layer].InputGates(input), before.Layers[layer]);
        }

        return new Advanced(
            Array.ConvertAll(next, state => state.MoveToOuterDisposeScope()),
            attention is null ? context : context!.MoveToOuterDisposeScope(),
            weights?.MoveToOuterDisposeScope());
    }

    private Tensor Side(Tensor? context, Tensor? fed) =>                                   // [B,C+D]
        fed is null ? context! : _readsContext ? cat([context!, fed], 1) : fed;
}
