using System.Buffers;

namespace Seq2SeqService.Core.Tokens;

/// <summary>Possible merges, best first: a binary heap in pooled memory.</summary>
internal sealed class MergeAgenda(int capacity) : IDisposable
{
    private BpeMerge[] _heap = ArrayPool<BpeMerge>.Shared.Rent(Math.Max(capacity, 16));
    private int _count;

    public void Add(in BpeMerge merge)
    {
        if (_count == _heap.Length)
            Grow();
        var hole = _count++;
        while (hole > 0 && merge.IsBefore(_heap[(hole - 1) / 2]))
        {
            _heap[hole] = _heap[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }
        _heap[hole] = merge;
    }

    public bool TryTake(out BpeMerge best)
    {
        best = default;
        if (_count == 0)
            return false;
        best = _heap[0];
        var last = _heap[--_count];
        var hole = 0;
        for (var child = 1; child < _count; child = (2 * hole) + 1)
        {
            if (child + 1 < _count && _heap[child + 1].IsBefore(_heap[child]))
                child++;
            if (!_heap[child].IsBefore(last))
                break;
            _heap[hole] = _heap[child];
            hole = child;
        }
        _heap[hole] = last;
        return true;
    }

    public void Dispose() => ArrayPool<BpeMerge>.Shared.Return(_heap);

    private void Grow()
    {
        var larger = ArrayPool<BpeMerge>.Shared.Rent(_heap.Length * 2);
        _heap.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<BpeMerge>.Shared.Return(_heap);
        _heap = larger;
    }
}
