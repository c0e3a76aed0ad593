using System.Runtime.CompilerServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// One row × four tiles of two vectors: eight sums in flight hide the latency of the multiply-add, which a single row × two vectors cannot,
/// and each still runs over the inputs in their order.
/// </summary>
internal static unsafe class SingleRowTiles<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The results of the four tiles lie one behind the other in <paramref name="y"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four(float* x, TileTask a, TileTask b, TileTask c, TileTask d, float* y)
    {
        TVector a0 = default, a1 = default, b0 = default, b1 = default;
        TVector c0 = default, c1 = default, d0 = default, d1 = default;
        float* wa = a.Weights, wb = b.Weights, wc = c.Weights, wd = d.Weights;
        var end = x + a.Inputs;

        for (nint offset = 0; x < end; x++, offset += PackedMatrix.PanelWidth)
        {
            var all = TSimd.Create(*x);
            a0 = TSimd.MultiplyAdd(all, TSimd.Load(wa + offset), a0);
            a1 = TSimd.MultiplyAdd(all, TSimd.Load(wa + offset + TSimd.Count), a1);
            b0 = TSimd.MultiplyAdd(all, TSimd.Load(wb + offset), b0);
            b1 = TSimd.MultiplyAdd(all, TSimd.Load(wb + offset + TSimd.Count), b1);
            c0 = TSimd.MultiplyAdd(all, TSimd.Load(wc + offset), c0);
            c1 = TSimd.MultiplyAdd(all, TSimd.Load(wc + offset + TSimd.Count), c1);
            d0 = TSimd.MultiplyAdd(all, TSimd.Load(wd + offset), d0);
            d1 = TSimd.MultiplyAdd(all, TSimd.Load(wd + offset + TSimd.Count), d1);
        }

        Finish(a, a0, a1, y);
        Finish(b, b0, b1, y + (2 * TSimd.Count));
        Finish(c, c0, c1, y + (4 * TSimd.Count));
        Finish(d, d0, d1, y + (6 * TSimd.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TileTask task, TVector leftSum, TVector rightSum, float* y)
    {
        var floor = TSimd.Create(task.Floor);
        TSimd.Store(TSimd.Max(floor, TSimd.Add(leftSum, TSimd.Load(task.Bias))), y);
        TSimd.Store(TSimd.Max(floor, TSimd.Add(rightSum, TSimd.Load(task.Bias + TSimd.Count))), y + TSimd.Count);
    }
}
