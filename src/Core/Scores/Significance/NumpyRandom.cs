using System.Numerics;

namespace Seq2SeqService.Core.Scores.Significance;

/// <summary>
/// NumPy's <c>default_rng(seed)</c>: PCG64 (O'Neill, 2014; XSL-RR over 128 bits), with the bounded integers of Lemire (2019). The same numbers bit for bit,
/// so that p-values are sacreBLEU's.
/// </summary>
internal sealed class NumpyRandom
{
    private static readonly UInt128 Multiplier = new(0x2360ED051FC65DA4, 0x4385DF649FCCF645);

    private readonly UInt128 _increment;
    private UInt128 _state;
    private uint? _half;   // of the last number of 64 bits
    private uint _bits;
    private int _bitsLeft;

    public NumpyRandom(uint seed)
    {
        var words = new SeedSequence(seed).Generate(4);
        _increment = (new UInt128(words[2], words[3]) << 1) | 1;
        _state = (_increment + new UInt128(words[0], words[1])) * Multiplier + _increment;
    }

    public ulong NextUInt64()
    {
        _state = _state * Multiplier + _increment;
        return BitOperations.RotateRight((ulong)(_state >> 64) ^ (ulong)_state, (int)(_state >> 122));
    }

    /// <summary>The low half of a number of 64 bits, then its high half.</summary>
    public uint NextUInt32()
    {
        if (_half is { } half)
        {
            _half = null;
            return half;
        }

        var both = NextUInt64();
        _half = (uint)(both >> 32);
        return (uint)both;
    }

    /// <summary>A number from 0 to <paramref name="end"/> - 1, as <c>choice</c> and <c>integers</c> draw them.</summary>
    public int Next(int end)
    {
        if (end == 1)
            return 0;

        var bound = (ulong)end;
        var product = NextUInt32() * bound;
        if ((uint)product < bound)
        {
            var least = (uint)((1UL << 32) % bound);
            while ((uint)product < least)
                product = NextUInt32() * bound;
        }

        return (int)(product >> 32);
    }

    /// <summary>One of an array of true and false as <c>integers(2, dtype=bool)</c> draws it; other numbers come behind <see cref="EndBooleans"/>.</summary>
    public bool NextBoolean()
    {
        if (_bitsLeft == 0)
            (_bits, _bitsLeft) = (NextUInt32(), 32);

        var bit = (_bits & 1) == 1;
        _bits >>= 1;
        _bitsLeft--;
        return bit;
    }

    /// <summary>The array is full: bits that are left are not used any more.</summary>
    public void EndBooleans() => _bitsLeft = 0;
}
