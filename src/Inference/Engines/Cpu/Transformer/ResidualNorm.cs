using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>
/// The way into a sublayer and out of it: post-norm is x = norm(x + f(x)), pre-norm is x = x + f(norm(x)). Row by row, so that one loop
/// takes a row out of a sublayer and into the next: every loop makes a crew wait for its slowest member.
/// </summary>
internal sealed unsafe class ResidualNorm(KernelSet kernels, NormWeights norm, bool before)
{
    /// <summary>What the sublayer reads, [N, D].</summary>
    public Rows Input(Workspace room) => before ? room.Normal : room.Stream;

    /// <summary>Makes a row ready for the sublayer's first product.</summary>
    public void Enter(Workspace room, int row, Linear first)
    {
        if (before)
            kernels.Normalize(room.Stream[row], norm, room.Normal[row]);
        first.Enter(Input(room)[row], row);
    }

    /// <summary>Adds a row of the sublayer's <see cref="Workspace.Delta"/> to the stream.</summary>
    public void Leave(Workspace room, int row)
    {
        kernels.Add(room.Stream[row], room.Delta[row], norm.Width);
        if (!before)
            kernels.Normalize(room.Stream[row], norm, room.Stream[row]);
    }
}
