using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>
/// The way into a sublayer and out of it: post-norm is x = norm(x + f(x)), pre-norm is x = x + f(norm(x)).
/// </summary>
internal sealed unsafe class ResidualNorm(KernelSet kernels, NormWeights norm, bool before)
{
    /// <summary>What the sublayer reads.</summary>
    public Rows Enter(CrewMember me, Workspace room, int rows)
    {
        if (!before)
            return room.Stream;

        foreach (var row in me.Each(rows))
            kernels.Normalize(room.Stream[row], norm, room.Normal[row]);
        return room.Normal;
    }

    /// <summary>Adds the sublayer's <see cref="Workspace.Delta"/> to the stream.</summary>
    public void Leave(CrewMember me, Workspace room, int rows)
    {
        foreach (var row in me.Each(rows))
        {
            kernels.Add(room.Stream[row], room.Delta[row], norm.Width);
            if (!before)
                kernels.Normalize(room.Stream[row], norm, room.Stream[row]);
        }
    }
}
