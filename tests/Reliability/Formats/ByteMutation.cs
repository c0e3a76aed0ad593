using System.Buffers.Binary;

namespace Seq2SeqService.Reliability.Formats;

/// <summary>Damages bytes without knowing what they mean.</summary>
internal static class ByteMutation
{
    private const int MaxDamages = 6, MaxStretch = 64, MaxLength = 1 << 16;

    private static readonly byte[] Odd = [0, 1, 0x7F, 0x80, 0xFF, 0x0A, 0x0D, 0x20, 0x22, 0x3C, 0x5C, 0x7B, 0xC0, 0xED, 0xEF, 0xF4];
    private static readonly long[] Numbers = [0, 1, -1, 127, 128, 255, 256, 32767, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    public static byte[] Damage(byte[] input, Random random)
    {
        var bytes = new List<byte>(input);
        for (var left = random.Next(1, MaxDamages); left > 0; left--)
            DamageOnce(bytes, random);

        return [.. bytes];
    }

    private static void DamageOnce(List<byte> bytes, Random random)
    {
        var place = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(MaxStretch), bytes.Count - place);
        switch (random.Next(8))
        {
            case 0 when place < bytes.Count:
                bytes[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when place < bytes.Count:
                bytes[place] = Odd[random.Next(Odd.Length)];
                break;
            case 2:
                bytes.Insert(place, (byte)random.Next(256));
                break;
            case 3:
                bytes.RemoveRange(place, length);
                break;
            case 4 when bytes.Count < MaxLength:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(place, length));
                break;
            case 5 when random.Next(4) == 0:
                bytes.RemoveRange(place, bytes.Count - place);   // cut off
                break;
            case 6:
                WriteNumber(bytes, place, random);
                break;
            case 7 when bytes.Count < MaxLength && random.Next(8) == 0 && length > 0:
                var stretch = bytes.GetRange(place, length);
                for (var again = random.Next(200); again > 0; again--)
                    bytes.InsertRange(place, stretch);
                break;
        }
    }

    private static void WriteNumber(List<byte> bytes, int place, Random random)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, Numbers[random.Next(Numbers.Length)] + random.Next(-1, 2));
        var size = 1 << random.Next(4);
        for (var i = 0; i < size && place + i < bytes.Count; i++)
            bytes[place + i] = number[i];
    }
}
