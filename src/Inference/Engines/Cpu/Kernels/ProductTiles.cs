using System.Runtime.CompilerServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// The inner loops of <see cref="Product{TSimd,TVector}"/>: 1 to 8 rows × two vectors of outputs, every sum in a register of its own.
/// Each sum runs over the inputs in their order whatever the tile, so a row's results do not depend on the rows beside it.
/// One method per number of rows, since registers have no indices.
/// </summary>
internal static unsafe class ProductTiles<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Step = PackedMatrix.PanelWidth;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows1(TileTask task, Rows x, Rows y)
    {
        var x0 = x[0];
        TVector l0 = default, r0 = default;
        var weights = task.Weights;
        var ahead = task.Ahead;
        for (nint i = 0; i < task.Inputs; i++, weights += Step)
        {
            ahead.Fetch(i);
            TVector left = TSimd.Load(weights), right = TSimd.Load(weights + TSimd.Count);
            Accumulate(x0[i], left, right, ref l0, ref r0);
        }

        Finish(task, l0, r0, y[0]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows2(TileTask task, Rows x, Rows y)
    {
        var x0 = x[0];
        var x1 = x[1];
        TVector l0 = default, r0 = default;
        TVector l1 = default, r1 = default;
        var weights = task.Weights;
        var ahead = task.Ahead;
        for (nint i = 0; i < task.Inputs; i++, weights += Step)
        {
            ahead.Fetch(i);
            TVector left = TSimd.Load(weights), right = TSimd.Load(weights + TSimd.Count);
            Accumulate(x0[i], left, right, ref l0, ref r0);
            Accumulate(x1[i], left, right, ref l1, ref r1);
        }

        Finish(task, l0, r0, y[0]);
        Finish(task, l1, r1, y[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows3(TileTask task, Rows x, Rows y)
    {
        var x0 = x[0];
        var x1 = x[1];
        var x2 = x[2];
        TVector l0 = default, r0 = default;
        TVector l1 = default, r1 = default;
        TVector l2 = default, r2 = default;
        var weights = task.Weights;
        var ahead = task.Ahead;
        for (nint i = 0; i < task.Inputs; i++, weights += Step)
        {
            ahead.Fetch(i);
            TVector left = TSimd.Load(weights), right = TSimd.Load(weights + TSimd.Count);
            Accumulate(x0[i], left, right, ref l0, ref r0);
            Accumulate(x1[i], left, right, ref l1, ref r1);
            Accumulate(x2[i], left, right, ref l2, ref r2);
        }

        Finish(task, l0, r0, y[0]);
        Finish(task, l1, r1, y[1]);
        Finish(task, l2, r2, y[2]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows4(TileTask task, Rows x, Rows y)
    {
        var x0 = x[0];
        var x1 = x[1];
        var x2 = x[2];
        var x3 = x[3];
        TVector l0 = default, r0 = default;
        TVector l1 = default, r1 = default;
        TVector l2 = default, r2 = default;
        TVector l3 = default, r3 = default;
        var weights = task.Weights;
        var ahead = task.Ahead;
        for (nint i = 0; i < task.Inputs; i++, weights += Step)
        {
            ahead.Fetch(i);
            TVector left = TSimd.Load(weights), right = TSimd.Load(weights + TSimd.Count);
            Accumulate(x0[i], left, right, ref l0, ref r0);
            Accumulate(x1[i], left, right, ref l1, ref r1);
            Accumulate(x2[i], left, right, ref l2, ref r2);
            Accumulate(x3[i], left, right, ref l3, ref r3);
        }

        Finish(task, l0, r0, y[0]);
        Finish(task, l1, r1, y[1]);
        Finish(task, l2, r2, y[2]);
        Finish(task, l3, r3, y[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows5(TileTask task, Rows x, Rows y)
    {
        var x0 = x[0];
        var x1 = x[1];
        var x2 = x[2];
        var x3 = x[3];
        var x4 = x[4];
        TVector l0 = default, r0 = default;
        TVector l1 = default, r1 = default;
        TVector l2 = default, r2 = default;
        TVector l3 = default, r3 = default;
        TVector l4 = default, r4 = default;
        var weights = task.Weights;
        var ahead = task.Ahead;
        for (nint i = 0; i < task.Inputs; i++, weights += Step)
        {
            ahead.Fetch(i);
            TVector left = TSimd.Load(weights), right = TSimd.Load(weights + TSimd.Count);
            Accumulate(x0[i], left, right, ref l0, ref r0);
            Accumulate(x1[i], left, right, ref l1, ref r1);
            Accumulate(x2[i], left, right, ref l2, ref r2);
            Accumulate(x3[i], left, right, ref l3, ref r3);
            Accumulate(x4[i], left, right, ref l4, ref r4);
        }

        Finish(task, l0, r0, y[0]);
        Finish(task, l1, r1, y[1]);
        Finish(task, l2, r2, y[2]);
        Finish(task, l3, r3, y[3]);
        Finish(task, l4, r4, y[4]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows6(TileTask task, Rows x, Rows y)
    {
        var x0 = x[0];
        var x1 = x[1];
        var x2 = x[2];
        var x3 = x[3];
        var x4 = x[4];
        var x5 = x[5];
        TVector l0 = default, r0 = default;
        TVector l1 = default, r1 = default;
        TVector l2 = default, r2 = default;
        TVector l3 = default, r3 = default;
        TVector l4 = default, r4 = default;
        TVector l5 = default, r5 = default;
        var weights = task.Weights;
        var ahead = task.Ahead;
        for (nint i = 0; i < task.Inputs; i++, weights += Step)
        {
            ahead.Fetch(i);
            TVector left = TSimd.Load(weights), right = TSimd.Load(weights + TSimd.Count);
            Accumulate(x0[i], left, right, ref l0, ref r0);
            Accumulate(x1[i], left, right, ref l1, ref r1);
            Accumulate(x2[i], left, right, ref l2, ref r2);
            Accumulate(x3[i], left, right, ref l3, ref r3);
            Accumulate(x4[i], left, right, ref l4, ref r4);
            Accumulate(x5[i], left, right, ref l5, ref r5);
        }

        Finish(task, l0, r0, y[0]);
        Finish(task, l1, r1, y[1]);
        Finish(task, l2, r2, y[2]);
        Finish(task, l3, r3, y[3]);
        Finish(task, l4, r4, y[4]);
        Finish(task, l5, r5, y[5]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows7(TileTask task, Rows x, Rows y)
    {
        var x0 = x[0];
        var x1 = x[1];
        var x2 = x[2];
        var x3 = x[3];
        var x4 = x[4];
        var x5 = x[5];
        var x6 = x[6];
        TVector l0 = default, r0 = default;
        TVector l1 = default, r1 = default;
        TVector l2 = default, r2 = default;
        TVector l3 = default, r3 = default;
        TVector l4 = default, r4 = default;
        TVector l5 = default, r5 = default;
        TVector l6 = default, r6 = default;
        var weights = task.Weights;
        var ahead = task.Ahead;
        for (nint i = 0; i < task.Inputs; i++, weights += Step)
        {
            ahead.Fetch(i);
            TVector left = TSimd.Load(weights), right = TSimd.Load(weights + TSimd.Count);
            Accumulate(x0[i], left, right, ref l0, ref r0);
            Accumulate(x1[i], left, right, ref l1, ref r1);
            Accumulate(x2[i], left, right, ref l2, ref r2);
            Accumulate(x3[i], left, right, ref l3, ref r3);
            Accumulate(x4[i], left, right, ref l4, ref r4);
            Accumulate(x5[i], left, right, ref l5, ref r5);
            Accumulate(x6[i], left, right, ref l6, ref r6);
        }

        Finish(task, l0, r0, y[0]);
        Finish(task, l1, r1, y[1]);
        Finish(task, l2, r2, y[2]);
        Finish(task, l3, r3, y[3]);
        Finish(task, l4, r4, y[4]);
        Finish(task, l5, r5, y[5]);
        Finish(task, l6, r6, y[6]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows8(TileTask task, Rows x, Rows y)
    {
        var x0 = x[0];
        var x1 = x[1];
        var x2 = x[2];
        var x3 = x[3];
        var x4 = x[4];
        var x5 = x[5];
        var x6 = x[6];
        var x7 = x[7];
        TVector l0 = default, r0 = default;
        TVector l1 = default, r1 = default;
        TVector l2 = default, r2 = default;
        TVector l3 = default, r3 = default;
        TVector l4 = default, r4 = default;
        TVector l5 = default, r5 = default;
        TVector l6 = default, r6 = default;
        TVector l7 = default, r7 = default;
        var weights = task.Weights;
        var ahead = task.Ahead;
        for (nint i = 0; i < task.Inputs; i++, weights += Step)
        {
            ahead.Fetch(i);
            TVector left = TSimd.Load(weights), right = TSimd.Load(weights + TSimd.Count);
            Accumulate(x0[i], left, right, ref l0, ref r0);
            Accumulate(x1[i], left, right, ref l1, ref r1);
            Accumulate(x2[i], left, right, ref l2, ref r2);
            Accumulate(x3[i], left, right, ref l3, ref r3);
            Accumulate(x4[i], left, right, ref l4, ref r4);
            Accumulate(x5[i], left, right, ref l5, ref r5);
            Accumulate(x6[i], left, right, ref l6, ref r6);
            Accumulate(x7[i], left, right, ref l7, ref r7);
        }

        Finish(task, l0, r0, y[0]);
        Finish(task, l1, r1, y[1]);
        Finish(task, l2, r2, y[2]);
        Finish(task, l3, r3, y[3]);
        Finish(task, l4, r4, y[4]);
        Finish(task, l5, r5, y[5]);
        Finish(task, l6, r6, y[6]);
        Finish(task, l7, r7, y[7]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(float x, TVector left, TVector right, ref TVector leftSum, ref TVector rightSum)
    {
        var all = TSimd.Create(x);
        leftSum = TSimd.MultiplyAdd(all, left, leftSum);
        rightSum = TSimd.MultiplyAdd(all, right, rightSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TileTask task, TVector leftSum, TVector rightSum, float* y)
    {
        var floor = TSimd.Create(task.Floor);
        TSimd.Store(TSimd.Max(floor, TSimd.Add(leftSum, TSimd.Load(task.Bias))), y);
        TSimd.Store(TSimd.Max(floor, TSimd.Add(rightSum, TSimd.Load(task.Bias + TSimd.Count))), y + TSimd.Count);
    }
}
