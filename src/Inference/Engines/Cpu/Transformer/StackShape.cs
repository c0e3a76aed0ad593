using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>What all layers of a stack agree on: D, H, K = D / H, activation, and where norms stand.</summary>
internal sealed record StackShape(KernelSet Kernels, int Width, int Heads, Activation Activation, bool NormalizeBefore)
{
    /// <summary>Added to the variance in every norm.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary>K.</summary>
    public int HeadWidth => Width / Heads;

    /// <summary>1 / √K, on every attention score.</summary>
    public float Scale => 1 / MathF.Sqrt(HeadWidth);

    /// <summary>The heads of a row, [H, K].</summary>
    public unsafe Rows Split(float* row) => new(row, HeadWidth);

    /// <summary>The queries of a row's heads.</summary>
    public unsafe QueryGroup Queries(float* row) => new(Split(row), Heads, HeadWidth, Scale);

    public static StackShape Of(ModelConfig config, int heads, KernelSet kernels) =>
        new(kernels, config.Width, heads, ActivationNames.Parse(config.Activation), config.NormalizeBefore) { NormEpsilon = config.NormEpsilon };

    public ResidualNorm Norm(WeightReader reader, string name) => new(Kernels, reader.Norm(name, Width, NormEpsilon), NormalizeBefore);

    /// <summary>The norm behind the last layer, which only pre-norm stacks have.</summary>
    public NormWeights? FinalNorm(WeightReader reader, string name) => NormalizeBefore ? reader.Norm(name, Width, NormEpsilon) : null;
}
