using Seq2SeqService.Benchmarks.Machine;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

namespace Seq2SeqService.Benchmarks.Kernels;

/// <summary>Everything that is no product, on one thread beside its plain twin: softmax and layer norm of a row, attention of one head.</summary>
internal sealed unsafe class RowKernelTable(int repeat)
{
    private readonly KernelSet _kernels = KernelSet.Best;

    public void Print()
    {
        Console.WriteLine("\n## Other kernels, one thread\n");
        Console.WriteLine("| kernel | size | memory | ns | values/ns | GB/s | of read bandwidth | spread | × plain twin |");
        Console.WriteLine("|---|---|---|---:|---:|---:|---:|---:|---:|");
        foreach (var count in (int[])[32, 256, 32000])
            Softmax(count);
        foreach (var width in (int[])[256, 512])
            Normalize(width);
        foreach (var width in (int[])[512, 2048])
            Quantize(width);
        foreach (var positions in (int[])[24, 64, 256])
        {
            foreach (var copies in (int[])[8, Cold(positions)])
            {
                Print($"attention over the source", $"{positions} positions × {AttentionCase.Width}", new AttentionCase(positions, copies).Source(_kernels));
                Print($"attention over the row's past", $"{positions} positions × {AttentionCase.Width}", new AttentionCase(positions, copies).Past(_kernels));
            }
        }
    }

    private static int Cold(int positions) => (96 << 20) / (2 * sizeof(float) * positions * AttentionCase.Width);

    private void Softmax(int count)
    {
        var values = FloatBuffer.CopyOf(AttentionCase.Values(count));
        Print("softmax", $"{count}", new RowKernel(count, sizeof(float) * count, 1, _ => _kernels.Softmax(values.Start, count), () => ReferenceKernels.Softmax(values.Span)));
    }

    private void Quantize(int width)
    {
        var (x, plain, rows) = (FloatBuffer.CopyOf(AttentionCase.Values(width)), new sbyte[width], new QuantizedRows());
        rows.Widen(width);
        rows.Reserve(1);
        Print("rounding to 8 bits", $"{width}", new RowKernel(
            width, sizeof(float) * width, 1, _ => _kernels.Quantize(x.Start, width, rows, 0), () => ReferenceKernels.Quantize(x.Span, plain)));
    }

    private void Normalize(int width)
    {
        var (x, y) = (FloatBuffer.CopyOf(AttentionCase.Values(width)), new FloatBuffer(width));
        var norm = new NormWeights(AttentionCase.Values(width), AttentionCase.Values(width));
        Print("layer norm", $"{width}", new RowKernel(
            width, 3 * sizeof(float) * width, 1,
            _ => _kernels.Normalize(x.Start, norm, y.Start),
            () => ReferenceKernels.Normalize(x.Span, norm.Gain.Span, norm.Bias.Span, y.Span)));
    }

    private void Print(string name, string size, RowKernel kernel)
    {
        var peaks = new MachinePeaks(threads: 1);
        var plain = new Repeated(_ => kernel.Plain()).Seconds();
        var work = new Repeated(kernel.Fast);
        var measured = Measured.Of(repeat, work.Seconds, () => kernel.Bytes / peaks.Read(kernel.Bytes * kernel.Copies));
        var nanoseconds = measured.Seconds * 1e9;
        Console.WriteLine(
            $"| {name} | {size} | {(kernel.Copies > 8 ? "cold" : "hot")} | {nanoseconds:F0} | {kernel.Values / nanoseconds:F2} | {kernel.Bytes / nanoseconds:F0} "
            + $"| {measured.OfLimit:P0} | {measured.Spread:P0} | {plain / measured.Seconds:F0} |");
    }
}

/// <summary>One kernel: values that it computes or looks at, bytes that it reads, and how many places it does so in turn.</summary>
internal sealed record RowKernel(double Values, long Bytes, int Copies, Action<int> Fast, Action Plain);
