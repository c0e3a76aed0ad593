namespace Seq2SeqService.Inference.Engines.Cpu.Workers;

/// <summary>
/// A <c>foreach</c> over the runs that this member gets; it ends when the members together have finished all of them, so it is a barrier too.
/// </summary>
internal struct ShareLoop(Crew? crew, int stage, Range items, int atLeast)
{
    private readonly int _start = items.Start.Value;
    private readonly int _items = items.End.Value - items.Start.Value;
    private int _first;
    private int _count;

    public readonly Range Current => new(_start + _first, _start + _first + _count);

    public readonly ShareLoop GetEnumerator() => this;

    public bool MoveNext()
    {
        if (crew is null || _items == 0)
        {
            (_first, _count) = (_first + _count, _items - _first - _count);
            return _count > 0;
        }

        if (_count > 0)
            crew.Finish(_count, _items);
        if (crew.Take(stage, _items, atLeast, out _first, out _count))
            return true;

        crew.Await(stage);
        return false;
    }
}

/// <summary>A <see cref="ShareLoop"/> over single things.</summary>
internal struct ItemLoop(ShareLoop runs)
{
    private ShareLoop _runs = runs;
    private int _end;

    public int Current { get; private set; } = -1;

    public readonly ItemLoop GetEnumerator() => this;

    public bool MoveNext()
    {
        if (++Current < _end)
            return true;
        if (!_runs.MoveNext())
            return false;

        (Current, _end) = (_runs.Current.Start.Value, _runs.Current.End.Value);
        return true;
    }
}
