using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>
/// The activations of one pass through a stack: N rows, which are tokens in the encoder and decoding rows in the decoder.
/// Reused by every pass; one pass runs at a time.
/// </summary>
internal sealed unsafe class Workspace(int width, int widest)
{
    // One cache line more than the rows need: widths are powers of two, and rows as far apart as that would share few sets of the cache.
    private readonly int _stride = widest + 16;

    private readonly FloatBuffer _stream = new();
    private readonly FloatBuffer _normal = new();
    private readonly FloatBuffer _wide = new();
    private readonly FloatBuffer _context = new();
    private readonly FloatBuffer _delta = new();

    /// <summary>The residual stream, [N, D].</summary>
    public Rows Stream => new(_stream.Start, width);

    /// <summary>The stream behind a pre-norm, [N, D].</summary>
    public Rows Normal => new(_normal.Start, width);

    /// <summary>What attention found, [N, D].</summary>
    public Rows Context => new(_context.Start, width);

    /// <summary>What a sublayer adds to the stream, [N, D].</summary>
    public Rows Delta => new(_delta.Start, width);

    /// <summary>Queries, keys and values side by side, or the inner feed-forward layer: [N, widest]. A row's place is its own in every layer.</summary>
    public Rows Wide => new(_wide.Start, _stride);

    public void Reserve(int rows)
    {
        foreach (var buffer in (ReadOnlySpan<FloatBuffer>)[_stream, _normal, _context, _delta])
            buffer.Reserve(rows, width);
        _wide.Reserve(rows, _stride);
    }
}
