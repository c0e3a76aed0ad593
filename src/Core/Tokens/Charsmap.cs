using System.Buffers.Binary;

namespace Seq2SeqService.Core.Tokens;

/// <summary>
/// Replacement rules compiled into a Darts-clone double array over UTF-8 bytes, followed by a pool of NUL-terminated strings.
/// A unit packs label, offset and leaf flag; a leaf's value is an offset into the pool.
/// </summary>
internal sealed class Charsmap
{
    private const uint LabelMask = (1u << 31) | 0xFF;

    private readonly uint[] _units = [];
    private readonly byte[] _pool = [];

    /// <summary>Whether an ASCII byte stays as it is when the byte after it is ASCII too.</summary>
    private readonly bool[] _plain = new bool[128];

    public Charsmap(ReadOnlyMemory<byte> blob)
    {
        if (!blob.IsEmpty)
            (_units, _pool) = Split(blob.Span);
        for (var first = 0; first < _plain.Length; first++)
            _plain[first] = IsPlain((byte)first);
    }

    public bool IsPlainAscii(byte value) => value < 128 && _plain[value];

    /// <summary>The longest rule at the start of the text: its length in bytes (0 when there is none) and what it writes.</summary>
    public int Match(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement)
    {
        replacement = default;
        var units = _units;
        if (units.Length == 0)
            return 0;
        var matched = 0;
        var value = 0u;
        var position = Offset(units[0]);
        for (var i = 0; i < text.Length; i++)
        {
            position ^= text[i];
            if (position >= (uint)units.Length || (units[position] & LabelMask) != text[i])
                break;
            var unit = units[position];
            position ^= Offset(unit);
            if (HasLeaf(unit) && position < (uint)units.Length)
                (matched, value) = (i + 1, units[position] & 0x7FFF_FFFF);
        }
        if (matched > 0)
            replacement = Replacement(value);
        return matched;
    }

    private static (uint[] Units, byte[] Pool) Split(ReadOnlySpan<byte> blob)
    {
        if (blob.Length <= sizeof(uint))
            throw new FormatException("its normalisation rules are cut off");
        var trieBytes = BinaryPrimitives.ReadUInt32LittleEndian(blob);
        if (trieBytes % sizeof(uint) != 0 || trieBytes == 0 || trieBytes >= (uint)(blob.Length - sizeof(uint)))
            throw new FormatException($"its normalisation rules claim a trie of {trieBytes} bytes in {blob.Length}");
        if (blob[^1] != 0)
            throw new FormatException("the last string of its normalisation rules does not end");
        var units = new uint[trieBytes / sizeof(uint)];
        for (var i = 0; i < units.Length; i++)
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(blob[(sizeof(uint) * (i + 1))..]);
        return (units, blob[(int)(sizeof(uint) + trieBytes)..].ToArray());
    }

    private bool IsPlain(byte first)
    {
        if (Match([first], out _) > 0)
            return false;
        for (var second = 0; second < 128; second++)
        {
            if (_units.Length > 0 && Reaches(first, (byte)second))
                return false;
        }
        return true;
    }

    private bool Reaches(byte first, byte second)
    {
        var position = Offset(_units[0]) ^ first;
        if (position >= (uint)_units.Length || (_units[position] & LabelMask) != first)
            return false;
        position ^= Offset(_units[position]) ^ second;
        return position < (uint)_units.Length && (_units[position] & LabelMask) == second;
    }

    private ReadOnlySpan<byte> Replacement(uint offset)
    {
        if (offset >= (uint)_pool.Length)
            return default;
        var text = _pool.AsSpan((int)offset);
        return text[..text.IndexOf((byte)0)];
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1u << 9)) >> 6);

    private static bool HasLeaf(uint unit) => ((unit >> 8) & 1) == 1;
}
