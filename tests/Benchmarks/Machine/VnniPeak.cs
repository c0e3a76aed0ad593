using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

namespace Seq2SeqService.Benchmarks.Machine;

/// <summary>VPDPBUSD on 512 bits, which .NET has no intrinsic for: 24 independent sums in a loop of machine code.</summary>
internal static unsafe class VnniPeak
{
    /// <summary>Two operations for each of 64 products of an instruction.</summary>
    public const double OperationsPerRound = 2.0 * Sums * 64;

    private const int Sums = 24, Weights = 24, Inputs = 28;

    private static readonly delegate* unmanaged[Cdecl]<nint, nint, nint, nint, void> Code = Write();

    public static bool IsSupported => Code is not null;

    public static void Loop(int rounds) => Code(0, 0, 0, rounds);

    /// <summary>The fourth argument, rcx, counts the rounds (System V convention).</summary>
    private static delegate* unmanaged[Cdecl]<nint, nint, nint, nint, void> Write()
    {
        if (!Hardware.HasVnni512 || !(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()))
            return null;

        var code = new EvexAssembler();
        for (var register = 0; register < 32; register++)
            code.Clear(register);

        var loop = code.Position;
        for (var sum = 0; sum < Sums; sum++)
            code.DotAdd(sum, Weights, Inputs);
        code.SubtractAndLoop(Gpr.Rcx, 1, loop);
        code.Return();
        return (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, void>)VnniCode.MakeExecutable(code.Code);
    }
}
