using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>y = W x + b for many rows x, in the precision in which W is stored; cut by panels, so that a crew shares it.</summary>
internal abstract unsafe class MatrixProduct
{
    public abstract int Outputs { get; }

    public abstract int Panels { get; }

    /// <summary>Makes the rows ready to be multiplied; behind it they are for all members, until the next product enters.</summary>
    public abstract void Enter(CrewMember me, Rows x, Range rows);

    /// <summary>Makes one row ready to be multiplied.</summary>
    public abstract void Enter(float* x, int row);

    /// <summary>The outputs of the given panels for the given rows of x, no less than <paramref name="floor"/>; y begins at the first of both.</summary>
    public abstract void Multiply(Rows x, Range rows, Range panels, Rows y, float floor = float.NegativeInfinity);

    /// <summary>Room for a product with <paramref name="outputs"/> of these outputs, which <see cref="GatherPanel"/> fills; rows that entered this one have entered it too.</summary>
    public abstract MatrixProduct Rent(int outputs, BufferShelf shelf);

    /// <summary>Hands the room of a rented product back.</summary>
    public abstract void Return(BufferShelf shelf);

    /// <summary>Fills one panel of a rented product with the outputs <paramref name="chosen"/> of the product that it was rented from.</summary>
    public abstract void GatherPanel(int panel, MatrixProduct from, ReadOnlySpan<int> chosen);
}

/// <summary>Weights and inputs in fp32.</summary>
internal sealed unsafe class Fp32Product(KernelSet kernels, PackedMatrix matrix) : MatrixProduct
{
    public override int Outputs => matrix.Outputs;

    public override int Panels => matrix.Panels;

    public override void Enter(CrewMember me, Rows x, Range rows)
    {
        // Rows are multiplied as they are.
    }

    public override void Enter(float* x, int row)
    {
        // Likewise.
    }

    public override void Multiply(Rows x, Range rows, Range panels, Rows y, float floor) =>
        kernels.Multiply(x.From(rows.Start.Value), rows.End.Value - rows.Start.Value, matrix, panels, y, floor);

    public override MatrixProduct Rent(int outputs, BufferShelf shelf) => new Fp32Product(kernels, matrix.Rent(outputs, shelf));

    public override void Return(BufferShelf shelf) => matrix.Return(shelf);

    public override void GatherPanel(int panel, MatrixProduct from, ReadOnlySpan<int> chosen) =>
        matrix.GatherPanel(panel, ((Fp32Product)from).Matrix, chosen);

    private PackedMatrix Matrix => matrix;
}
