using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// A layer y = activation(W x + b), shared among the members of a crew by columns. The one place that knows how weights are stored:
/// another precision is another way to fill these lines.
/// </summary>
internal sealed unsafe class Linear(KernelSet kernels, PackedMatrix matrix, Activation activation = Activation.None)
{
    public int Outputs => matrix.Outputs;

    /// <summary>Computes this member's columns of every row; behind it the members must meet before anybody reads y.</summary>
    public void Apply(CrewMember me, Rows x, int rows, Rows y)
    {
        var panels = me.Share(matrix.Panels);
        var first = panels.Start.Value * PackedMatrix.PanelWidth;
        var columns = Math.Min(panels.End.Value * PackedMatrix.PanelWidth, matrix.Outputs) - first;
        if (columns <= 0)
            return;

        var mine = y.Skip(first);
        kernels.Multiply(x, rows, matrix, panels, mine, activation == Activation.Relu ? 0 : float.NegativeInfinity);
        if (activation is Activation.None or Activation.Relu)
            return;

        for (var row = 0; row < rows; row++)
            kernels.Activate(activation, mine[row], columns);
    }
}
