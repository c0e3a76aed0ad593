namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// Keys and values of one head over S positions. Keys are transposed, [K, stride ≥ S rounded up to <see cref="Padding"/>], so that the scores
/// of many positions come out of one vector; values are [S, stride].
/// </summary>
internal readonly unsafe struct HeadMemory(Rows keys, Rows values, int positions)
{
    /// <summary>Positions are padded to the widest vector.</summary>
    public const int Padding = 16;

    public Rows Keys { get; } = keys;

    public Rows Values { get; } = values;

    public int Positions { get; } = positions;

    public static int Padded(int positions) => (positions + Padding - 1) / Padding * Padding;
}

/// <summary>Keys and values of one head over a row's own past: position t lies in slot <c>Slots[t]</c> of the pool.</summary>
internal readonly unsafe struct HeadHistory(Rows keys, Rows values, int* slots, int positions)
{
    public Rows Keys { get; } = keys;

    public Rows Values { get; } = values;

    public int* Slots { get; } = slots;

    public int Positions { get; } = positions;
}
