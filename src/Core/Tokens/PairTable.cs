using System.Numerics;

namespace Seq2SeqService.Core.Tokens;

/// <summary>From two neighbouring symbols to the piece that they form together; open addressing, filled once.</summary>
internal sealed class PairTable
{
    private const long Empty = -1;

    private readonly long[] _keys;
    private readonly int[] _pieces;
    private readonly int _shift;

    public PairTable(IReadOnlyCollection<(int Left, int Right, int Piece)> pairs)
    {
        var bits = BitOperations.Log2((uint)Math.Max(pairs.Count, 8)) + 2;
        _keys = new long[1 << bits];
        _pieces = new int[1 << bits];
        _shift = 64 - bits;
        Array.Fill(_keys, Empty);
        foreach (var (left, right, piece) in pairs)
        {
            var slot = SlotOf(Key(left, right));
            _keys[slot] = Key(left, right);
            _pieces[slot] = piece;
        }
    }

    /// <summary>The piece, or −1. Negative symbols are in no pair.</summary>
    public int Find(int left, int right)
    {
        if ((left | right) < 0)
            return -1;
        var slot = SlotOf(Key(left, right));
        return _keys[slot] == Empty ? -1 : _pieces[slot];
    }

    private int SlotOf(long key)
    {
        var slot = (int)(unchecked((ulong)key * 0x9E37_79B9_7F4A_7C15) >> _shift);
        while (_keys[slot] != Empty && _keys[slot] != key)
            slot = (slot + 1) & (_keys.Length - 1);
        return slot;
    }

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;
}
