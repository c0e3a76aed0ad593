using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>A row's way through a stack: into the first layer, from each to the next, and out through the final norm, if there is one.</summary>
internal sealed unsafe class ResidualStream(KernelSet kernels, IStackLayer[] layers, NormWeights? finalNorm, Workspace room)
{
    /// <summary>Takes a row that was just embedded into the first layer.</summary>
    public void Begin(int row) => layers[0].Enter(room, row);

    /// <summary>Takes a row out of a layer and into the next one, or to the end.</summary>
    public void PassOn(int layer, int row)
    {
        layers[layer].Leave(room, row);
        if (layer + 1 < layers.Length)
            layers[layer + 1].Enter(room, row);
        else if (finalNorm is not null)
            kernels.Normalize(room.Stream[row], finalNorm, room.Stream[row]);
    }
}
