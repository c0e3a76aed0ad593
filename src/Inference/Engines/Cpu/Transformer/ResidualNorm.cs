using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>
/// The way into a sublayer and out of it: post-norm is x = norm(x + f(x)), pre-norm is x = x + f(norm(x)).
/// Every member keeps to its own rows between two meetings.
/// </summary>
internal sealed unsafe class ResidualNorm(KernelSet kernels, NormWeights norm, bool before)
{
    /// <summary>What the sublayer reads, ready for all members.</summary>
    public Rows Enter(CrewMember me, Workspace room, int rows)
    {
        if (!before)
            return room.Stream;

        var mine = me.Share(rows);
        for (var row = mine.Start.Value; row < mine.End.Value; row++)
            kernels.Normalize(room.Stream[row], norm, room.Normal[row]);
        me.Meet();
        return room.Normal;
    }

    /// <summary>Adds the sublayer's <see cref="Workspace.Delta"/>, which all members have finished, to the stream.</summary>
    public void Leave(CrewMember me, Workspace room, int rows)
    {
        var mine = me.Share(rows);
        for (var row = mine.Start.Value; row < mine.End.Value; row++)
        {
            kernels.Add(room.Stream[row], room.Delta[row], norm.Width);
            if (!before)
                kernels.Normalize(room.Stream[row], norm, room.Stream[row]);
        }

        // Behind a pre-norm sublayer the same member goes on with the same rows.
        if (!before)
            me.Meet();
    }
}
