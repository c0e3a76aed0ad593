namespace Seq2SeqService.Inference.Engines.Cpu.States;

/// <summary>
/// Rows whose past is a slot for every token: those of a Transformer, or of a language model, whose past begins with the source. Choosing
/// rows moves indices; source memories and slots stay where they are.
/// </summary>
/// <param name="longest">Most tokens of a row.</param>
internal sealed class SlotState(StepDecoder<SlotState> decoder, SlotPool pool, int longest) : ICpuState
{
    private List<DecodingRow> _rows = [];
    private List<DecodingRow> _chosen = [];
    private readonly Stack<DecodingRow> _spare = [];
    private bool _isDisposed;

    public int Rows => _rows.Count;

    public SlotPool Pool => pool;

    public DecodingRow this[int row] => _rows[row];

    public SourceMemory Source(int row) => _rows[row].Source!;

    public int SourceLength(int row) => Source(row).Positions;

    public void Add(SourceMemory source)
    {
        _isDisposed = false;
        var row = _spare.TryPop(out var spare) ? spare : new DecodingRow(longest);
        row.Source = source;
        _rows.Add(row);
    }

    public void Step(StepInput input, StepOutput output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);

        decoder.Step(this, input, output);
        GC.KeepAlive(this);
    }

    public void Select(ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(rows));

        _chosen.Clear();
        foreach (var index in rows)
        {
            var row = _rows[index];
            _chosen.Add(row.IsTaken ? Duplicate(row) : row);
            row.IsTaken = true;
        }

        foreach (var row in _rows)
        {
            if (!row.IsTaken)
                Drop(row);
            row.IsTaken = false;
        }

        (_rows, _chosen) = (_chosen, _rows);
    }

    public void Append(IDecodingState other)
    {
        if (other is not SlotState from || from.Decoder != decoder || from == this)
            throw new ArgumentException("Only another state of the same engine can be appended.", nameof(other));

        from.MoveTo(this);
    }

    /// <summary>Its rows' memory goes back; the state itself waits to be used again.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;

        foreach (var row in _rows)
        {
            row.Source?.Release();
            row.Clear();
            _spare.Push(row);
        }

        _rows.Clear();
        pool.Clear();
        _isDisposed = true;
        decoder.Return(this);
    }

    private StepDecoder<SlotState> Decoder => decoder;

    private DecodingRow Duplicate(DecodingRow row)
    {
        var copy = _spare.TryPop(out var spare) ? spare : new DecodingRow(longest);
        copy.Source = row.Source!.Share();
        for (var t = 0; t < row.Length; t++)
        {
            pool.Share(row.Slots[t]);
            copy.Add(row.Slots[t]);
        }

        return copy;
    }

    private void Drop(DecodingRow row)
    {
        for (var t = 0; t < row.Length; t++)
            pool.Release(row.Slots[t]);

        row.Source?.Release();
        row.Clear();
        _spare.Push(row);
    }

    /// <summary>
    /// Rows without a past cost nothing; a past is copied slot by slot, and what rows shared they go on sharing. Spare rows come back in exchange,
    /// or a batch that never closes would gather those of all who ever joined. Whatever may fail for want of memory comes first: a row is in one state or the other.
    /// </summary>
    private void MoveTo(SlotState other)
    {
        other._rows.EnsureCapacity(other.Rows + Rows);
        _spare.EnsureCapacity(_spare.Count + Rows);
        var copies = new Dictionary<int, int>();
        foreach (var row in _rows)
        {
            for (var t = 0; t < row.Length; t++)
            {
                if (copies.TryGetValue(row.Slots[t], out var copy))
                    other.Pool.Share(copy);
                else
                    copies[row.Slots[t]] = copy = other.Pool.Copy(pool, row.Slots[t]);
                row.Slots[t] = copy;
            }
        }

        foreach (var row in _rows)
        {
            other._rows.Add(row);
            if (other._spare.TryPop(out var spare))
                _spare.Push(spare);
        }

        other._isDisposed = false;
        _rows.Clear();
        pool.Clear();
    }
}
