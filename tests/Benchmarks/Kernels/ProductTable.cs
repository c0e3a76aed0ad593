using Seq2SeqService.Benchmarks.Machine;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Benchmarks.Kernels;

/// <summary>
/// Matrix products on one thread: many rows are held against the peak of their precision, single rows against the bandwidth of reading
/// their weights, from the cache (hot) and from memory (cold).
/// </summary>
internal sealed class ProductTable(int repeat)
{
    /// <summary>Cold weights are copies that no cache holds together.</summary>
    private const long ColdBytes = 96L << 20;

    private const double LongestPlain = 0.5;   // seconds

    private static readonly ProductShape[] Shapes =
    [
        new(1, 512, 512), new(1, 2048, 512), new(8, 512, 512), new(16, 512, 512), new(16, 2048, 512), new(32, 512, 512), new(32, 2048, 512), new(64, 512, 2048),
        new(32, 512, 2048), new(128, 512, 2048), new(256, 512, 2048), new(1, 32000, 512), new(32, 32000, 512),
    ];

    public void Print(IReadOnlyList<VectorPath> paths)
    {
        Console.WriteLine("\n## Matrix products, one thread\n");
        Console.WriteLine("| rows × outputs × inputs | precision | path | weights | GOP/s | GB/s | of peak | of read bandwidth | spread | × plain twin |");
        Console.WriteLine("|---|---|---|---|---:|---:|---:|---:|---:|---:|");
        foreach (var shape in Shapes)
        {
            foreach (var product in Precisions(shape))
            {
                var plain = PlainSeconds(product);
                foreach (var path in paths)
                {
                    Print(product, path, copies: 1, plain);
                    if (product.WeightBytes < ColdBytes / 2)
                        Print(product, path, (int)(ColdBytes / product.WeightBytes), plain);
                }
            }
        }
    }

    private static IEnumerable<ProductCase> Precisions(ProductShape shape)
    {
        yield return new FloatProduct(shape);
        yield return new Int8Product(shape);
    }

    private void Print(ProductCase product, VectorPath path, int copies, double plain)
    {
        var kernels = KernelSet.For(path);
        var peaks = new MachinePeaks(threads: 1);
        product.Pack(copies);
        var work = new Repeated(number => product.Run(kernels, number));
        var ofPeak = Measured.Of(repeat, work.Seconds, () => product.Shape.Operations / product.Peak(peaks));
        var ofBandwidth = Measured.Of(repeat, work.Seconds, () => product.WeightBytes / peaks.Read(copies * product.WeightBytes));
        var seconds = (ofPeak.Seconds + ofBandwidth.Seconds) / 2;

        Console.WriteLine(
            $"| {product.Shape} | {product.Precision} | {path} | {(copies == 1 ? "hot" : "cold")} | {product.Shape.Operations / seconds / 1e9:F0} "
            + $"| {product.WeightBytes / seconds / 1e9:F0} | {ofPeak.OfLimit:P0} | {ofBandwidth.OfLimit:P0} "
            + $"| {Math.Max(ofPeak.Spread, ofBandwidth.Spread):P0} | {plain / seconds:F0} |");
    }

    private static double PlainSeconds(ProductCase product)
    {
        var first = Timing.Of(1, product.RunPlain).Seconds;
        return first > LongestPlain ? first : Enumerable.Range(0, 3).Select(_ => Timing.Of(1, product.RunPlain).Seconds).Median();
    }
}
