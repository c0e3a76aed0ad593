using Seq2SeqService.Inference.Engines.Cpu.Buffers;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

/// <summary>
/// Rows in 8 bits, each with a scale of its own, so that a row's result depends on that row alone: x = value · scale. Room for one product's
/// input at a time; rows are as far apart as the widest input needs.
/// </summary>
internal sealed unsafe class QuantizedRows
{
    private readonly FloatBuffer _values = new();
    private readonly FloatBuffer _scales = new();
    private readonly FloatBuffer _sums = new();

    /// <summary>Bytes from row to row.</summary>
    public int Stride { get; private set; }

    /// <summary>Lets rows be as wide as <paramref name="inputs"/>, padded; called while the network is built.</summary>
    public void Widen(int inputs) => Stride = Math.Max(Stride, QuantizedMatrix.Padded(inputs));

    public void Reserve(int rows)
    {
        _values.Reserve(rows, Stride / sizeof(float));
        _scales.Reserve(rows);
        _sums.Reserve(rows);
    }

    public sbyte* Values(int row) => (sbyte*)_values.Start + ((nint)row * Stride);

    /// <summary>What a value of each row is worth; not a number where the row has something that is none.</summary>
    public float* Scales => _scales.Start;

    /// <summary>128 · Σ values of each row: what unsigned weights (<see cref="QuantizedMatrix.Offset"/>) make of it too much.</summary>
    public int* Excess => (int*)_sums.Start;
}
