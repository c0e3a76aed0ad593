using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>The activations of one decoding step of N rows, reused by every step.</summary>
internal sealed unsafe class RecurrentRoom(RecurrentShape shape, int gates)
{
    private readonly FloatBuffer _joined = new();
    private readonly FloatBuffer _queries = new();
    private readonly FloatBuffer _mixed = new();
    private readonly FloatBuffer _fromInput = new();
    private readonly FloatBuffer _fromState = new();
    private readonly FloatBuffer _readout = new();

    /// <summary>[state H | context C | embedding D | fed readout D].</summary>
    public Rows Joined => new(_joined.Start, shape.RowFloats);

    public Rows Context => Joined.Skip(shape.Hidden);

    public Rows Embedded => Context.Skip(shape.Context);

    public Rows Fed => Embedded.Skip(shape.Width);

    /// <summary>What the lowest layer reads: <see cref="Joined"/> from its context on, or from its embedding on.</summary>
    public Rows LowestInput => shape.ContextAtInput ? Context : Embedded;

    /// <summary>[N, H].</summary>
    public Rows Queries => new(_queries.Start, shape.Hidden);

    /// <summary>What attention found before it is projected, [N, H].</summary>
    public Rows Mixed => new(_mixed.Start, shape.Hidden);

    /// <summary>W_ih x + b_ih, [N, G·H].</summary>
    public Rows FromInput => new(_fromInput.Start, gates * shape.Hidden);

    /// <summary>W_hh h + b_hh, [N, G·H].</summary>
    public Rows FromState => new(_fromState.Start, gates * shape.Hidden);

    /// <summary>[N, D].</summary>
    public Rows Readout => new(_readout.Start, shape.Width);

    public void Reserve(int rows)
    {
        _joined.Reserve(rows, shape.RowFloats);
        _queries.Reserve(rows, shape.Hidden);
        _mixed.Reserve(rows, shape.Hidden);
        _fromInput.Reserve(rows, gates * shape.Hidden);
        _fromState.Reserve(rows, gates * shape.Hidden);
        _readout.Reserve(rows, shape.Width);
    }
}
