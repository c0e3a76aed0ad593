using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.States;

/// <summary>
/// The decoder's own past. A slot holds the keys and values of all layers for one token of one row, [L, keys D | values D]; rows that were
/// duplicated share the slots of their common past, so that reordering a beam copies no caches. Slots are counted and used again.
/// </summary>
internal sealed unsafe class SlotPool(BufferShelf shelf, int slotFloats)
{
    /// <summary>Slots are a cache line further apart than they are wide: at powers of two all of them would meet in a few lines of the cache.</summary>
    private const int Gap = 16;

    private const int FirstSlots = 16;

    private readonly int _stride = checked(slotFloats + Gap);
    private FloatBuffer? _buffer;
    private int[] _holders = [];
    private int[] _free = [];
    private int _freeCount;
    private int _used;
    private int _slots;

    /// <summary>One row per slot.</summary>
    public Rows Slots => new(_buffer is null ? null : _buffer.Start, _stride);

    /// <summary>A slot of one holder, its content to be written.</summary>
    public int Take()
    {
        if (_freeCount == 0 && _used == _slots)
            Grow();

        var slot = _freeCount > 0 ? _free[--_freeCount] : _used++;
        _holders[slot] = 1;
        return slot;
    }

    public void Share(int slot) => _holders[slot]++;

    public void Release(int slot)
    {
        if (--_holders[slot] == 0)
            _free[_freeCount++] = slot;
    }

    /// <summary>Copies a slot of another pool.</summary>
    public int Copy(SlotPool other, int slot)
    {
        var copy = Take();
        new ReadOnlySpan<float>(other.Slots[slot], slotFloats).CopyTo(new Span<float>(Slots[copy], slotFloats));
        return copy;
    }

    /// <summary>Forgets all slots and hands the memory back.</summary>
    public void Clear()
    {
        if (_buffer is not null)
            shelf.Return(_buffer);

        _buffer = null;
        _slots = 0;
        _freeCount = 0;
        _used = 0;
    }

    private void Grow()
    {
        var slots = Math.Max(FirstSlots, 2 * _slots);
        var buffer = shelf.Rent(checked(slots * _stride));
        if (_buffer is not null)
        {
            _buffer.Span[..(_used * _stride)].CopyTo(buffer.Span);
            shelf.Return(_buffer);
        }

        (_buffer, _slots) = (buffer, slots);
        if (_holders.Length >= slots)
            return;

        Array.Resize(ref _holders, slots);
        Array.Resize(ref _free, slots);
    }
}
