using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

/// <summary>Weights in 8 bits, and inputs rounded to 8 bits row by row before they are multiplied.</summary>
internal sealed unsafe class Int8Product : MatrixProduct
{
    private readonly KernelSet _kernels;
    private readonly QuantizedMatrix _matrix;
    private readonly QuantizedRows _rows;

    public Int8Product(KernelSet kernels, QuantizedMatrix matrix, QuantizedRows rows)
    {
        (_kernels, _matrix, _rows) = (kernels, matrix, rows);
        _rows.Widen(matrix.Inputs);
    }

    public override int Outputs => _matrix.Outputs;

    public override int Panels => _matrix.Panels;

    public override void Enter(CrewMember me, Rows x, Range rows)
    {
        foreach (var row in me.Each(rows))
            Enter(x[row], row);
    }

    public override void Enter(float* x, int row) => _kernels.Quantize(x, _matrix.Inputs, _rows, row);

    public override void Multiply(Rows x, Range rows, Range panels, Rows y, float floor) =>
        _kernels.Multiply(_rows, rows, _matrix, panels, y, floor);

    public override MatrixProduct Rent(int outputs, BufferShelf shelf) => new Int8Product(_kernels, _matrix.Rent(outputs, shelf), _rows);

    public override void Return(BufferShelf shelf) => _matrix.Return(shelf);

    public override void GatherPanel(int panel, MatrixProduct from, ReadOnlySpan<int> chosen) =>
        _matrix.GatherPanel(panel, ((Int8Product)from)._matrix, chosen);
}
