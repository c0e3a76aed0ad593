using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Convolutional;

/// <summary>The activations of a convolutional encoder for a pack of N tokens, reused by every pack. Shapes: D width, H channels, k kernel.</summary>
internal sealed unsafe class ConvEncoderRoom(int width, int channels, int kernel)
{
    private readonly FloatBuffer _embedded = new();
    private readonly FloatBuffer _stream = new();
    private readonly FloatBuffer _windows = new();
    private readonly FloatBuffer _wide = new();
    private readonly FloatBuffer _outputs = new();

    /// <summary>Embeddings, which become the values of attention at the end, [N, D].</summary>
    public Rows Embedded => new(_embedded.Start, width);

    /// <summary>What goes from layer to layer, [N, H].</summary>
    public Rows Stream => new(_stream.Start, channels);

    /// <summary>What each token sees, [N, k·H].</summary>
    public Rows Windows => new(_windows.Start, kernel * channels);

    /// <summary>Both halves of the channels, [N, 2H].</summary>
    public Rows Wide => new(_wide.Start, 2 * channels);

    /// <summary>z, [N, D].</summary>
    public Rows Outputs => new(_outputs.Start, width);

    public void Reserve(int tokens)
    {
        _embedded.Reserve(tokens, width);
        _stream.Reserve(tokens, channels);
        _windows.Reserve(tokens, checked(kernel * channels));
        _wide.Reserve(tokens, 2 * channels);
        _outputs.Reserve(tokens, width);
    }
}
