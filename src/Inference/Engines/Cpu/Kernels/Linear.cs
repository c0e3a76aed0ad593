using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>A layer y = activation(W x + b), shared among the members of a crew by columns.</summary>
internal sealed unsafe class Linear(KernelSet kernels, MatrixProduct product, Activation activation = Activation.None)
{
    public int Outputs => product.Outputs;

    /// <summary>Computes every row; behind it y is there for all members.</summary>
    public void Apply(CrewMember me, Rows x, int rows, Rows y) => Apply(me, x, 0..rows, y);

    /// <summary>Computes some rows of x into the same rows of y.</summary>
    public void Apply(CrewMember me, Rows x, Range rows, Rows y)
    {
        product.Enter(me, x, rows);
        Multiply(me, x, rows, y);
    }

    /// <summary>Makes one row ready; a loop over rows that ends before <see cref="Multiply"/> may do it beside other work.</summary>
    public void Enter(float* x, int row) => product.Enter(x, row);

    /// <summary>Computes rows that have all entered; behind it y is there for all members.</summary>
    public void Multiply(CrewMember me, Rows x, Range rows, Rows y)
    {
        // A single row is quick only over several panels at once.
        var (from, end) = (rows.Start.Value, rows.End.Value);
        foreach (var panels in me.Share(product.Panels, end - from == 1 ? 4 : 1))
        {
            var first = panels.Start.Value * PackedMatrix.PanelWidth;
            var mine = y.From(from).Skip(first);
            product.Multiply(x, rows, panels, mine, activation == Activation.Relu ? 0 : float.NegativeInfinity);
            if (activation is Activation.None or Activation.Relu)
                continue;

            var columns = Math.Min(panels.End.Value * PackedMatrix.PanelWidth, product.Outputs) - first;
            for (var row = 0; row < end - from; row++)
                kernels.Activate(activation, mine[row], columns);
        }
    }
}
