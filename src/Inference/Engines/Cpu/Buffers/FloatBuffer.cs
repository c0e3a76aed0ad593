namespace Seq2SeqService.Inference.Engines.Cpu.Buffers;

/// <summary>
/// Floats at a fixed address, aligned to 64 bytes. The memory is the garbage collector's (pinned), so a forgotten buffer is not a leak;
/// who uses <see cref="Start"/> keeps the buffer reachable.
/// </summary>
internal sealed unsafe class FloatBuffer
{
    private const int Alignment = 64;

    // Held for the collector's sake only; the floats are reached through Start.
    private float[] _memory = [];

    public FloatBuffer(int capacity = 0) => Allocate(capacity);

    public float* Start { get; private set; }

    /// <summary>Floats that fit.</summary>
    public int Capacity { get; private set; }

    public Span<float> Span => new(Start, Capacity);

    /// <summary>Makes room for <paramref name="count"/> floats, at least doubling when it grows; the old content is lost.</summary>
    public void Reserve(int count)
    {
        if (count > Capacity)
            Allocate((int)Math.Max(count, Math.Min(2L * Capacity, Array.MaxLength - Alignment)));
    }

    /// <summary>The same for a matrix; one that no buffer can hold is an <see cref="OverflowException"/>, since addresses are not checked later.</summary>
    public void Reserve(int rows, int width) => Reserve(checked(rows * width));

    public static FloatBuffer CopyOf(ReadOnlySpan<float> values)
    {
        var buffer = new FloatBuffer(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }

    private void Allocate(int capacity)
    {
        _memory = GC.AllocateUninitializedArray<float>(capacity + (Alignment / sizeof(float)), pinned: true);
        fixed (float* first = _memory)
            Start = (float*)(((nuint)first + Alignment - 1) & ~(nuint)(Alignment - 1));
        Capacity = capacity;
        LargePages.Advise(Start, (nuint)capacity * sizeof(float));
    }
}
