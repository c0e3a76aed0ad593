using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Benchmarks;

/// <summary>The matrix product of the CPU engine on one thread, as a share of the multiply-adds that the machine can do.</summary>
internal static unsafe class KernelBench
{
    private static readonly (int Rows, int Outputs, int Inputs)[] Shapes =
    [
        (1, 512, 512), (1, 2048, 512), (1, 512, 2048), (1, 32000, 512), (2, 512, 512), (4, 512, 512), (8, 512, 512), (13, 512, 512),
        (32, 512, 512), (32, 2048, 512), (64, 512, 2048), (32, 32000, 512), (512, 512, 512),
    ];

    public static int Run(string[] args)
    {
        var repeat = new Arguments(args).Number("repeat", 5);
        var peak = PeakGigaflops(repeat);
        Console.WriteLine($"multiply-add peak of one thread: {peak:F0} GFLOP/s\n");
        Console.WriteLine("| rows × outputs × inputs | path | GFLOP/s | of peak | weights GB/s | spread |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var shape in Shapes)
        {
            foreach (var path in (VectorPath[])[VectorPath.Vector512, VectorPath.Vector256, VectorPath.Vector128])
            {
                if (path <= Hardware.WidestPath)
                    Report(shape, path, peak, repeat);
            }
        }

        return 0;
    }

    private static void Report((int Rows, int Outputs, int Inputs) shape, VectorPath path, double peak, int repeat)
    {
        var (rows, outputs, inputs) = shape;
        var matrix = PackedMatrix.Pack(inputs, new DenseWeights(Values(outputs * inputs), Values(outputs)));
        var x = FloatBuffer.CopyOf(Values(rows * inputs));
        var y = new FloatBuffer(rows * outputs);
        var kernels = KernelSet.For(path);
        var flops = 2.0 * rows * outputs * inputs;
        var rounds = (int)Math.Max(1, 2e9 / flops);

        var (_, spread, seconds) = Median.Of(repeat, () =>
        {
            for (var i = 0; i < rounds; i++)
                kernels.Multiply(new Rows(x.Start, inputs), rows, matrix, 0..matrix.Panels, new Rows(y.Start, outputs));
        });

        var speed = flops * rounds / seconds / 1e9;
        var read = 4.0 * outputs * inputs * rounds / seconds / 1e9;
        Console.WriteLine($"| {rows} × {outputs} × {inputs} | {path} | {speed:F1} | {speed / peak:P0} | {read:F0} | {spread:P0} |");
        GC.KeepAlive((x, y, matrix));
    }

    /// <summary>Eight independent sums in registers, nothing read.</summary>
    private static double PeakGigaflops(int repeat)
    {
        const int Rounds = 20_000_000;
        var sink = 0f;
        var (_, _, seconds) = Median.Of(repeat, () => sink += Vector512.IsHardwareAccelerated ? Sums512(Rounds) : Sums256(Rounds));
        var lanes = Vector512.IsHardwareAccelerated ? 16 : 8;
        GC.KeepAlive(sink);
        return 8.0 * 2 * lanes * Rounds / seconds / 1e9;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Sums512(int rounds)
    {
        Vector512<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        var (x, y) = (Vector512.Create(1.0001f), Vector512.Create(0.9999f));
        for (var i = 0; i < rounds; i++)
        {
            a = Vector512.FusedMultiplyAdd(x, y, a);
            b = Vector512.FusedMultiplyAdd(x, y, b);
            c = Vector512.FusedMultiplyAdd(x, y, c);
            d = Vector512.FusedMultiplyAdd(x, y, d);
            e = Vector512.FusedMultiplyAdd(x, y, e);
            f = Vector512.FusedMultiplyAdd(x, y, f);
            g = Vector512.FusedMultiplyAdd(x, y, g);
            h = Vector512.FusedMultiplyAdd(x, y, h);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Sums256(int rounds)
    {
        Vector256<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        var (x, y) = (Vector256.Create(1.0001f), Vector256.Create(0.9999f));
        for (var i = 0; i < rounds; i++)
        {
            a = Vector256.MultiplyAddEstimate(x, y, a);
            b = Vector256.MultiplyAddEstimate(x, y, b);
            c = Vector256.MultiplyAddEstimate(x, y, c);
            d = Vector256.MultiplyAddEstimate(x, y, d);
            e = Vector256.MultiplyAddEstimate(x, y, e);
            f = Vector256.MultiplyAddEstimate(x, y, f);
            g = Vector256.MultiplyAddEstimate(x, y, g);
            h = Vector256.MultiplyAddEstimate(x, y, h);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h);
    }

    private static float[] Values(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
    }
}
