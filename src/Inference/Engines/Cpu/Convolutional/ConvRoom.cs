using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Convolutional;

/// <summary>The activations of one decoding step of N rows, reused by every step. Shapes: D width, H channels.</summary>
internal sealed unsafe class ConvRoom(int width, int channels)
{
    private readonly FloatBuffer _embedded = new();
    private readonly FloatBuffer _wide = new();
    private readonly FloatBuffer _channels = new();
    private readonly FloatBuffer _queries = new();
    private readonly FloatBuffer _found = new();

    /// <summary>[N, D].</summary>
    public Rows Embedded => new(_embedded.Start, width);

    /// <summary>Both halves of the channels, [N, 2H].</summary>
    public Rows Wide => new(_wide.Start, 2 * channels);

    /// <summary>What a layer makes, [N, H].</summary>
    public Rows Channels => new(_channels.Start, channels);

    /// <summary>Queries of attention, and at the end what the output layer reads, [N, D].</summary>
    public Rows Queries => new(_queries.Start, width);

    /// <summary>What attention found, [N, D].</summary>
    public Rows Found => new(_found.Start, width);

    public void Reserve(int rows)
    {
        _embedded.Reserve(rows, width);
        _wide.Reserve(rows, 2 * channels);
        _channels.Reserve(rows, channels);
        _queries.Reserve(rows, width);
        _found.Reserve(rows, width);
    }
}
