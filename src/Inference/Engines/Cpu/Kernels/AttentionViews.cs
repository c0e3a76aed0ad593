namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>Queries that attend at the same time, [count, stride], each K wide: the heads of one token, or one head of several tokens.</summary>
internal readonly unsafe struct QueryGroup(Rows queries, int count, int width, float scale)
{
    /// <summary>Queries whose scores become weights at the same time; the last of a group may be fewer.</summary>
    public const int Together = 4;

    public int Count { get; } = count;

    /// <summary>K.</summary>
    public int Width { get; } = width;

    /// <summary>On every score.</summary>
    public float Scale { get; } = scale;

    public float* this[int query] => queries[query];

    /// <summary>Floats for the scores of so many queries over so many positions.</summary>
    public static int Scores(int queries, int positions) =>
        checked((queries + Together - 1) / Together * Together * HeadMemory.Padded(positions));
}

/// <summary>
/// Keys and values of one head over S positions. Keys are transposed, [K, stride ≥ S rounded up to <see cref="Padding"/>], so that the scores
/// of many positions come out of one vector; values are [S, stride]. The next query of a group reads the same <paramref name="step"/> floats further on.
/// </summary>
internal readonly unsafe struct HeadMemory(Rows keys, Rows values, int positions, nint step = 0)
{
    /// <summary>Positions are padded to the widest vector.</summary>
    public const int Padding = 16;

    public Rows Keys { get; } = keys;

    public Rows Values { get; } = values;

    public int Positions { get; } = positions;

    /// <summary>What a query of a group reads.</summary>
    public HeadMemory Of(int query) => new(Keys.Skip(query * step), Values.Skip(query * step), Positions);

    public static int Padded(int positions) => (positions + Padding - 1) / Padding * Padding;
}

/// <summary>Keys and values of one head over a row's own past: position t lies in slot <paramref name="slots"/>[t] of the pool.</summary>
internal readonly unsafe struct HeadHistory(Rows keys, Rows values, int* slots, int positions)
{
    public int Positions { get; } = positions;

    /// <summary>The key of a position, of the last one for those beyond.</summary>
    public float* Key(int t) => keys[slots[Math.Min(t, Positions - 1)]];

    public float* Value(int t) => values[slots[t]];

    /// <summary>The head that begins so many columns further on.</summary>
    public HeadHistory Of(int column) => new(keys.Skip(column), values.Skip(column), slots, Positions);
}
