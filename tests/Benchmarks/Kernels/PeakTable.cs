using Seq2SeqService.Benchmarks.Machine;

namespace Seq2SeqService.Benchmarks.Kernels;

/// <summary>The limits of the machine, on one thread and on two.</summary>
internal static class PeakTable
{
    private static readonly (string Name, long Bytes)[] WorkingSets =
        [("32 KiB", 32 << 10), ("512 KiB", 512 << 10), ("8 MiB", 8 << 20), ("64 MiB", 64 << 20), ("256 MiB", 256 << 20)];

    public static void Print(int repeat)
    {
        var (one, two) = (new MachinePeaks(1), new MachinePeaks(2));
        Console.WriteLine("## Limits of the machine\n");
        Console.WriteLine("| what | unit | one thread | spread | two threads | spread |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|");
        Row("fp32 multiply-adds", "GFLOP/s", peaks => peaks.Float());
        for (var way = 0; way < Int8Peak.Ways.Count; way++)
            Row($"int8 multiply-adds, {Int8Peak.Ways[way].Instruction}", "GOP/s", peaks => peaks.Int8(way));
        foreach (var (name, bytes) in WorkingSets)
            Row($"reading {name}", "GB/s", peaks => peaks.Read(bytes));

        void Row(string what, string unit, Func<MachinePeaks, double> rate)
        {
            var (single, both) = (Several(one, rate), Several(two, rate));
            Console.WriteLine($"| {what} | {unit} | {single.Median() / 1e9:F0} | {single.Spread():P0} | {both.Median() / 1e9:F0} | {both.Spread():P0} |");
        }

        double[] Several(MachinePeaks peaks, Func<MachinePeaks, double> rate) => [.. Enumerable.Range(0, repeat).Select(_ => rate(peaks))];
    }
}
