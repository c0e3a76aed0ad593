using System.Numerics;

namespace Seq2SeqService.Core.Tokens;

/// <summary>From two non-negative numbers to a third; open addressing, filled once.</summary>
internal sealed class PairTable
{
    private const long Empty = -1;

    private readonly Entry[] _entries;
    private readonly int _shift;

    public PairTable(IReadOnlyCollection<(int First, int Second, int Value)> pairs)
    {
        var bits = BitOperations.Log2((uint)Math.Max(pairs.Count, 8)) + 2;
        _entries = new Entry[1 << bits];
        _shift = 64 - bits;
        Array.Fill(_entries, new Entry(Empty, -1));
        foreach (var (first, second, value) in pairs)
            _entries[SlotOf(Key(first, second))] = new Entry(Key(first, second), value);
    }

    /// <summary>The third number, or −1. Negative numbers are in no pair.</summary>
    public int Find(int first, int second) => (first | second) < 0 ? -1 : _entries[SlotOf(Key(first, second))].Value;

    private int SlotOf(long key)
    {
        var entries = _entries;
        var slot = (int)(unchecked((ulong)key * 0x9E37_79B9_7F4A_7C15) >> _shift);
        while (entries[slot].Key != key && entries[slot].Key != Empty)
            slot = (slot + 1) & (entries.Length - 1);
        return slot;
    }

    private static long Key(int first, int second) => ((long)first << 32) | (uint)second;

    private readonly record struct Entry(long Key, int Value);
}
