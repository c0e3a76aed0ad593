using System.Diagnostics.CodeAnalysis;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>The numbers that the CPU engine multiplies.</summary>
public enum CpuPrecision
{
    /// <summary>Weights and activations in fp32.</summary>
    Fp32,

    /// <summary>Weights in 8 bits with a scale for each output, activations in 8 bits with a scale for each row; attention and sums of layers in fp32.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The field's name for it.")]
    Int8,
}
