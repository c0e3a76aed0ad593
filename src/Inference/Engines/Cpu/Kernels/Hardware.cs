using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>What this machine has. The JIT sees constants.</summary>
internal static class Hardware
{
    /// <summary>
    /// a · b + c in one rounding. Either every path does it or none: so all vector widths give the same bits on one machine,
    /// and no path ever falls into the slow software version.
    /// </summary>
    public static bool FusesMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>32 vector registers hold the sums of 8 rows; 16 hold those of 6.</summary>
    public static bool HasManyRegisters => Avx512F.VL.IsSupported || AdvSimd.IsSupported;

    /// <summary>VPDPBUSD on 512-bit registers (leaf 7, ECX bit 11 of CPUID), on a runtime that lets AVX-512 be used.</summary>
    public static bool HasVnni512 { get; } =
        Avx512BW.IsSupported && X86Base.IsSupported && (X86Base.CpuId(7, 0).Ecx & (1 << 11)) != 0;

    /// <summary>The widest vectors that the machine runs at full speed.</summary>
    public static VectorPath WidestPath =>
        Vector512.IsHardwareAccelerated ? VectorPath.Vector512
        : Vector256.IsHardwareAccelerated ? VectorPath.Vector256
        : Vector128.IsHardwareAccelerated ? VectorPath.Vector128
        : VectorPath.Plain;
}
