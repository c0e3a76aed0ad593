using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>The activations of one decoding step of N rows, reused by every step.</summary>
internal sealed unsafe class RecurrentRoom(RecurrentShape shape)
{
    private readonly FloatBuffer _joined = new();
    private readonly FloatBuffer _queries = new();
    private readonly FloatBuffer _fromInput = new();
    private readonly FloatBuffer _fromState = new();
    private readonly FloatBuffer _readout = new();

    /// <summary>[state H | context E | embedding D]: the readout's input, and from column H on that of the lowest layer.</summary>
    public Rows Joined => new(_joined.Start, shape.ReadoutInputs);

    public Rows Context => Joined.Skip(shape.Hidden);

    public Rows Embedded => Context.Skip(shape.Encoded);

    /// <summary>[N, H].</summary>
    public Rows Queries => new(_queries.Start, shape.Hidden);

    /// <summary>W_ih x + b_ih, [N, 3H].</summary>
    public Rows FromInput => new(_fromInput.Start, 3 * shape.Hidden);

    /// <summary>W_hh h + b_hh, [N, 3H].</summary>
    public Rows FromState => new(_fromState.Start, 3 * shape.Hidden);

    /// <summary>[N, D].</summary>
    public Rows Readout => new(_readout.Start, shape.Width);

    public void Reserve(int rows)
    {
        _joined.Reserve(rows * shape.ReadoutInputs);
        _queries.Reserve(rows * shape.Hidden);
        _fromInput.Reserve(rows * 3 * shape.Hidden);
        _fromState.Reserve(rows * 3 * shape.Hidden);
        _readout.Reserve(rows * shape.Width);
    }
}
