using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>Token embeddings [V, D], scaled, plus position embeddings [P, D].</summary>
internal sealed unsafe class Embedding(KernelSet kernels, float[] tokens, float scale, FloatBuffer positions, int width)
{
    public void Write(int token, int position, float* y)
    {
        fixed (float* row = &tokens[(nint)token * width])
            kernels.ScaleAdd(row, scale, positions.Start + ((nint)position * width), width, y);
    }
}
