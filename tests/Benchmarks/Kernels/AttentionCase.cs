using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Benchmarks.Kernels;

/// <summary>One query over the keys and values of one head after the other, out of <paramref name="copies"/> heads.</summary>
internal sealed unsafe class AttentionCase(int positions, int copies)
{
    /// <summary>Width of a head, K.</summary>
    public const int Width = 64;

    private const float Scale = 0.125f;

    private readonly FloatBuffer _query = FloatBuffer.CopyOf(Values(Width));
    private readonly FloatBuffer _scores = new(QueryGroup.Scores(1, positions));
    private readonly FloatBuffer _result = new(Width);
    private readonly float[] _plainKeys = Values(positions * Width);
    private readonly int[] _slots = GC.AllocateArray<int>(positions, pinned: true);

    private QueryGroup Query => new(new Rows(_query.Start, Width), 1, Width, Scale);

    private Rows Result => new(_result.Start, Width);

    /// <summary>Keys transposed, as the encoder's output is kept.</summary>
    public RowKernel Source(KernelSet kernels)
    {
        var stride = HeadMemory.Padded(positions);
        var head = Width * (stride + positions);
        var memory = Filled(head);
        return Kernel(number =>
        {
            var keys = memory.Start + ((nint)(number % copies) * head);
            var view = new HeadMemory(new Rows(keys, stride), new Rows(keys + (Width * stride), Width), positions);
            kernels.Attend(Query, view, _scores.Start, Result);
        });
    }

    /// <summary>Keys and values in slots, as a row's own past is kept.</summary>
    public RowKernel Past(KernelSet kernels)
    {
        for (var t = 0; t < positions; t++)
            _slots[t] = t;

        var head = 2 * Width * positions;
        var memory = Filled(head);
        return Kernel(number =>
        {
            var keys = memory.Start + ((nint)(number % copies) * head);
            fixed (int* slots = _slots)
            {
                var view = new HeadHistory(new Rows(keys, 2 * Width), new Rows(keys + Width, 2 * Width), slots, positions);
                kernels.AttendHistory(Query, view, _scores.Start, Result);
            }
        });
    }

    public static float[] Values(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
    }

    private FloatBuffer Filled(int head)
    {
        var memory = new FloatBuffer(head * copies);
        memory.Span.Fill(0.01f);
        return memory;
    }

    private RowKernel Kernel(Action<int> fast) => new(
        2.0 * positions * Width, 2L * sizeof(float) * positions * Width, copies, fast,
        () => ReferenceKernels.Attend(_query.Span, _plainKeys, _plainKeys, Scale, _result.Span));
}
