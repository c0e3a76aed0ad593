namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>The width that kernels are compiled for.</summary>
internal enum VectorPath
{
    Plain,
    Vector128,
    Vector256,
    Vector512,
}
