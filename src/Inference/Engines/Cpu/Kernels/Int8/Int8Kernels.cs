using System.Runtime.CompilerServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

/// <summary>
/// Quantised rows × quantised weights. <see cref="ReferenceKernels.Quantize"/> and <see cref="ReferenceKernels.MultiplyQuantized"/> are the
/// specification, bit for bit.
/// </summary>
internal static unsafe class Int8Kernels<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const float Greatest = 127;

    /// <summary>Panels whose sums a single row has before it turns them into results: both loops are short.</summary>
    private const int SingleRowPanels = 8;

    /// <summary>
    /// Rounds a row to 255 levels of its greatest magnitude; ties go to the even one. Where that is so small (below 1e-36) that a level has no
    /// reciprocal, the row is zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Quantize(float* x, int width, QuantizedRows rows, int row)
    {
        var greatest = GreatestMagnitude(x, width);
        var values = rows.Values(row);
        new Span<sbyte>(values + width, QuantizedMatrix.Padded(width) - width).Clear();
        var levels = Greatest / greatest;
        if (!float.IsFinite(greatest) || !float.IsFinite(levels))
        {
            new Span<sbyte>(values, width).Clear();
            rows.Scales[row] = float.IsFinite(greatest) ? 0 : float.NaN;
            rows.Excess[row] = 0;
            return;
        }

        rows.Scales[row] = greatest / Greatest;
        rows.Excess[row] = QuantizedMatrix.Offset * Round(x, width, levels, values);
    }

    /// <summary>The outputs of the given panels for the given rows; y begins at the first of both.</summary>
    public static void Multiply(DotTiles dots, QuantizedRows x, Range rows, QuantizedMatrix matrix, Range panels, Rows y, float floor)
    {
        var sums = stackalloc int[VnniCode.MostRows * QuantizedMatrix.PanelWidth];
        var (firstRow, count) = (rows.Start.Value, rows.End.Value - rows.Start.Value);
        var tiles = (count + dots.MostRows - 1) / dots.MostRows;
        var passes = new PanelPasses(count, matrix.Groups, tiles);
        var together = count == 1 ? SingleRowPanels : 1;
        for (var panel = panels.Start.Value; panel < panels.End.Value; panel += together)
        {
            var group = panel..Math.Min(panel + together, panels.End.Value);
            var outputs = y.Skip((panel - panels.Start.Value) * QuantizedMatrix.PanelWidth);
            for (int tile = 0, row = 0; tile < tiles; tile++)
            {
                var size = (count - row) / (tiles - tile);   // 13 rows are 6 + 7, not 12 + 1
                for (var i = group.Start.Value; i < group.End.Value; i++)
                {
                    var next = Math.Min(i + 1, matrix.Panels - 1);
                    var ahead = passes.During(tile, matrix.Panel(i), matrix.Panel(next));
                    var results = sums + ((i - panel) * QuantizedMatrix.PanelWidth);
                    dots.Multiply(matrix.Panel(i), x.Values(firstRow + row), x.Stride, matrix.Groups, size, results, ahead);
                }

                Finish(sums, x, (firstRow + row)..(firstRow + row + size), matrix, group, outputs.From(row), floor);
                row += size;
            }
        }
    }

    /// <summary>
    /// From a tile's sums to results: the excess taken off, both scales and the bias. Columns outside, whose scales stay in a register. Sums of
    /// several panels lie behind one another, which is in order for a single row.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish(int* sums, QuantizedRows x, Range rows, QuantizedMatrix matrix, Range panels, Rows y, float floor)
    {
        var (firstRow, count) = (rows.Start.Value, rows.End.Value - rows.Start.Value);
        var least = TSimd.Create(floor);
        var panel = panels.Start.Value;
        float* scales = matrix.Scales(panel), bias = matrix.Bias(panel);
        float* rowScale = &x.Scales[firstRow];
        int* excess = &x.Excess[firstRow];
        var columns = Math.Min(panels.End.Value * QuantizedMatrix.PanelWidth, matrix.Outputs) - (panel * QuantizedMatrix.PanelWidth);

        var c = 0;
        for (; c <= columns - TSimd.Count; c += TSimd.Count)
        {
            TVector scale = TSimd.Load(scales + c), addend = TSimd.Load(bias + c);
            float* result = y.Start + c;
            int* sum = sums + c;
            for (var row = 0; row < count; row++, result += y.Stride, sum += QuantizedMatrix.PanelWidth)
            {
                var exact = TSimd.LoadDifference(sum, excess[row]);
                TSimd.Store(TSimd.Max(least, TSimd.MultiplyAdd(exact, TSimd.Multiply(scale, TSimd.Create(rowScale[row])), addend)), result);
            }
        }

        for (; c < columns; c++)
        {
            for (var row = 0; row < count; row++)
            {
                var exact = sums[(row * QuantizedMatrix.PanelWidth) + c] - excess[row];
                y[row][c] = SimdPlain.Max(floor, SimdPlain.MultiplyAdd(exact, scales[c] * rowScale[row], bias[c]));
            }
        }
    }

    /// <summary>The greatest |x|, or not a number where there is one: patterns of bits are compared as integers, where that is above all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float GreatestMagnitude(float* x, int width)
    {
        var lanes = TSimd.Create(0);
        var i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
            lanes = TSimd.MaxBits(TSimd.Abs(TSimd.Load(x + i)), lanes);

        var greatest = 0f;
        var each = stackalloc float[PackedMatrix.PanelWidth];
        TSimd.Store(lanes, each);
        for (var lane = 0; lane < TSimd.Count; lane++)
            greatest = SimdPlain.MaxBits(greatest, each[lane]);
        for (; i < width; i++)
            greatest = SimdPlain.MaxBits(greatest, MathF.Abs(x[i]));
        return greatest;
    }

    /// <summary>Writes the rounded values and returns their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Round(float* x, int width, float levels, sbyte* values)
    {
        var factor = TSimd.Create(levels);
        var sums = TSimd.Create(0);
        var i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
        {
            var rounded = TSimd.RoundToInteger(TSimd.Multiply(TSimd.Load(x + i), factor));
            TSimd.StoreBytes(rounded, values + i);
            sums = TSimd.Add(sums, rounded);   // integers far below 2²⁴: exact in any order
        }

        var sum = (int)TSimd.Sum(sums);
        for (; i < width; i++)
        {
            values[i] = (sbyte)SimdPlain.RoundToInteger(x[i] * levels);
            sum += values[i];
        }

        return sum;
    }
}
