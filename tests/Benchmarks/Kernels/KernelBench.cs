using Seq2SeqService.Benchmarks.Machine;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Benchmarks.Kernels;

/// <summary>Every kernel of the CPU engine beside its plain twin, as a share of what the machine was measured to do in the same run.</summary>
internal static class KernelBench
{
    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        var repeat = arguments.Number("repeat", 7);
        MachineLine.Print();
        PeakTable.Print(repeat);
        new ProductTable(repeat).Print(Paths(arguments.Text("paths", "best")));
        new RowKernelTable(repeat).Print();
        return 0;
    }

    private static VectorPath[] Paths(string which) => which == "all"
        ? [.. Enum.GetValues<VectorPath>().Where(path => path != VectorPath.Plain && path <= Hardware.WidestPath).Reverse()]
        : [Hardware.WidestPath];
}
