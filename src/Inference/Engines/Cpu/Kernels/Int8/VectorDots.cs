using System.Runtime.CompilerServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

/// <summary>Tiles of 1, 2, 4 or 6 rows × two vectors of outputs, every sum in a register; 3 and 5 rows repeat their last one.</summary>
internal sealed unsafe class VectorDots<TDot, TVector> : DotTiles
    where TDot : struct, IDot<TVector>
    where TVector : struct
{
    private const int GroupBytes = 4 * QuantizedMatrix.PanelWidth;

    /// <summary>32-bit sums in a vector.</summary>
    private static int Lanes => Unsafe.SizeOf<TVector>() / sizeof(int);

    public override int MostRows => 6;

    public override void Multiply(byte* panel, sbyte* x, nint stride, int groups, int rows, int* sums, Lookahead ahead)
    {
        for (var column = 0; column < QuantizedMatrix.PanelWidth; column += 2 * Lanes)
        {
            var weights = panel + (4 * column);
            var fetched = column == 0 ? ahead : new Lookahead(panel, lines: 1);
            switch (rows)
            {
                case 1: Rows1(weights, x, groups, sums + column, fetched); break;
                case 2: Rows2(weights, x, stride, groups, sums + column, fetched); break;
                case 3 or 4: Rows4(weights, x, stride, groups, rows, sums + column, fetched); break;
                default: Rows6(weights, x, stride, groups, rows, sums + column, fetched); break;
            }
        }
    }

    /// <summary>Four groups at a time: a sum waits for the one before it, eight do not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1(byte* weights, sbyte* x, int groups, int* sums, Lookahead ahead)
    {
        TVector l0 = default, l1 = default, l2 = default, l3 = default;
        TVector r0 = default, r1 = default, r2 = default, r3 = default;
        for (var group = 0; group < groups; group += 4, weights += 4 * GroupBytes, x += 16)
        {
            ahead.Fetch(group);
            ahead.Fetch(group + 1);
            ahead.Fetch(group + 2);
            ahead.Fetch(group + 3);
            Accumulate(x, weights, ref l0, ref r0);
            Accumulate(x + 4, weights + GroupBytes, ref l1, ref r1);
            Accumulate(x + 8, weights + (2 * GroupBytes), ref l2, ref r2);
            Accumulate(x + 12, weights + (3 * GroupBytes), ref l3, ref r3);
        }

        Store(TDot.Add(TDot.Add(l0, l1), TDot.Add(l2, l3)), TDot.Add(TDot.Add(r0, r1), TDot.Add(r2, r3)), sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2(byte* weights, sbyte* x, nint stride, int groups, int* sums, Lookahead ahead)
    {
        var x1 = x + stride;
        TVector l0 = default, l1 = default, r0 = default, r1 = default;
        TVector m0 = default, m1 = default, s0 = default, s1 = default;
        for (nint i = 0; i < 4 * groups; i += 8, weights += 2 * GroupBytes)
        {
            ahead.Fetch(i / 4);
            ahead.Fetch((i / 4) + 1);
            Accumulate(x + i, weights, ref l0, ref r0);
            Accumulate(x1 + i, weights, ref l1, ref r1);
            Accumulate(x + i + 4, weights + GroupBytes, ref m0, ref s0);
            Accumulate(x1 + i + 4, weights + GroupBytes, ref m1, ref s1);
        }

        Store(TDot.Add(l0, m0), TDot.Add(r0, s0), sums);
        Store(TDot.Add(l1, m1), TDot.Add(r1, s1), sums + QuantizedMatrix.PanelWidth);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(byte* weights, sbyte* x, nint stride, int groups, int rows, int* sums, Lookahead ahead)
    {
        var last = (rows - 1) * stride;
        sbyte* x1 = x + stride, x2 = x + (2 * stride), x3 = x + last;
        TVector l0 = default, l1 = default, l2 = default, l3 = default;
        TVector r0 = default, r1 = default, r2 = default, r3 = default;
        for (nint i = 0; i < 4 * groups; i += 4, weights += GroupBytes)
        {
            ahead.Fetch(i / 4);
            Accumulate(x + i, weights, ref l0, ref r0);
            Accumulate(x1 + i, weights, ref l1, ref r1);
            Accumulate(x2 + i, weights, ref l2, ref r2);
            Accumulate(x3 + i, weights, ref l3, ref r3);
        }

        Store(l0, r0, sums);
        Store(l1, r1, sums + QuantizedMatrix.PanelWidth);
        Store(l2, r2, sums + (2 * QuantizedMatrix.PanelWidth));
        Store(l3, r3, sums + ((rows - 1) * QuantizedMatrix.PanelWidth));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6(byte* weights, sbyte* x, nint stride, int groups, int rows, int* sums, Lookahead ahead)
    {
        var last = (rows - 1) * stride;
        sbyte* x1 = x + stride, x2 = x + (2 * stride), x3 = x + (3 * stride), x4 = x + (4 * stride), x5 = x + last;
        TVector l0 = default, l1 = default, l2 = default, l3 = default, l4 = default, l5 = default;
        TVector r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default;
        for (nint i = 0; i < 4 * groups; i += 4, weights += GroupBytes)
        {
            ahead.Fetch(i / 4);
            Accumulate(x + i, weights, ref l0, ref r0);
            Accumulate(x1 + i, weights, ref l1, ref r1);
            Accumulate(x2 + i, weights, ref l2, ref r2);
            Accumulate(x3 + i, weights, ref l3, ref r3);
            Accumulate(x4 + i, weights, ref l4, ref r4);
            Accumulate(x5 + i, weights, ref l5, ref r5);
        }

        Store(l0, r0, sums);
        Store(l1, r1, sums + QuantizedMatrix.PanelWidth);
        Store(l2, r2, sums + (2 * QuantizedMatrix.PanelWidth));
        Store(l3, r3, sums + (3 * QuantizedMatrix.PanelWidth));
        Store(l4, r4, sums + (4 * QuantizedMatrix.PanelWidth));
        Store(l5, r5, sums + ((rows - 1) * QuantizedMatrix.PanelWidth));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(sbyte* x, byte* weights, ref TVector left, ref TVector right)
    {
        var inputs = TDot.Broadcast(*(int*)x);
        left = TDot.DotAdd(left, Unsafe.ReadUnaligned<TVector>(weights), inputs);
        right = TDot.DotAdd(right, Unsafe.ReadUnaligned<TVector>(weights + (4 * Lanes)), inputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector left, TVector right, int* sums)
    {
        Unsafe.WriteUnaligned(sums, left);
        Unsafe.WriteUnaligned(sums + Lanes, right);
    }
}
