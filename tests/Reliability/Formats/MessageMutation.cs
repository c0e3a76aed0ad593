namespace Seq2SeqService.Reliability.Formats;

/// <summary>
/// Protocol-buffer messages, taken apart into fields: they are dropped, doubled, moved and changed inside, and the lengths around them are made
/// right again, so that the deepest field is reached.
/// </summary>
internal sealed class MessageMutation(IReadOnlyList<byte[]> seeds)
{
    private const int MaxDepth = 3;
    private const double ByteShare = 0.2;

    public byte[] Next(Random random)
    {
        var seed = seeds[random.Next(seeds.Count)];
        return random.NextDouble() < ByteShare ? ByteMutation.Damage(seed, random) : Mutate(seed, random, depth: 0);
    }

    private static byte[] Mutate(byte[] message, Random random, int depth)
    {
        if (Fields(message) is not { Count: > 0 } fields)
            return ByteMutation.Damage(message, random);

        for (var left = random.Next(1, 4); left > 0 && fields.Count > 0; left--)
        {
            var place = random.Next(fields.Count);
            switch (random.Next(8))
            {
                case 0:
                    fields.RemoveAt(place);
                    break;
                case 1:
                    fields.Insert(random.Next(fields.Count), fields[place]);
                    break;
                case 2:
                    var other = random.Next(fields.Count);
                    (fields[place], fields[other]) = (fields[other], fields[place]);
                    break;
                default:
                    fields[place] = Changed(fields[place], random, depth);
                    break;
            }
        }

        var written = new List<byte>();
        fields.ForEach(field => field.WriteTo(written));
        return [.. written];
    }

    private static Field Changed(Field field, Random random, int depth) => field.Wire switch
    {
        2 when depth < MaxDepth && random.Next(4) != 0 => field with { Value = Mutate(field.Value, random, depth + 1) },
        2 => field with { Value = ByteMutation.Damage(field.Value, random) },
        0 => field with { Value = Varint(random.Next(3) == 0 ? (ulong)random.NextInt64(long.MinValue, long.MaxValue) : (ulong)random.Next(8)) },
        _ when random.Next(8) == 0 => field with { Number = random.Next(50) },
        _ => field with { Value = ByteMutation.Damage(field.Value, random) },
    };

    /// <summary>The fields of a message; null where the bytes are none.</summary>
    private static List<Field>? Fields(byte[] message)
    {
        var (fields, place) = (new List<Field>(), 0);
        while (place < message.Length)
        {
            if (!TryVarint(message, ref place, out var key) || key >> 3 is 0 or > 4096)
                return null;

            var wire = (int)(key & 7);
            var start = place;
            if (wire == 0 && !TryVarint(message, ref place, out _))
                return null;

            if (wire == 2)
            {
                if (!TryVarint(message, ref place, out var length) || length > (ulong)(message.Length - place))
                    return null;
                (start, place) = (place, place + (int)length);
            }

            place += wire switch { 1 => 8, 5 => 4, _ => 0 };
            if (wire is not (0 or 1 or 2 or 5) || place > message.Length)
                return null;

            fields.Add(new((int)(key >> 3), wire, message[start..place]));
        }

        return fields;
    }

    private static bool TryVarint(byte[] message, ref int place, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && place < message.Length; shift += 7)
        {
            var part = message[place++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return true;
        }

        return false;
    }

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));

        return [.. bytes, (byte)value];
    }

    private sealed record Field(int Number, int Wire, byte[] Value)
    {
        public void WriteTo(List<byte> message)
        {
            message.AddRange(Varint(((ulong)Number << 3) | (uint)Wire));
            if (Wire == 2)
                message.AddRange(Varint((ulong)Value.Length));
            message.AddRange(Value);
        }
    }
}
