using System.Buffers.Binary;
using System.Text;

namespace Seq2SeqService.Training.Tests.Watching;

/// <summary>
/// Reads event files by the published formats alone: TFRecord framing with a bit by bit CRC-32C, and the fields of Event, Summary and
/// TensorProto by their numbers.
/// </summary>
internal static class EventReader
{
    public static IReadOnlyList<ReadEvent> Read(string path) => [.. Records(File.ReadAllBytes(path)).Select(record => new ReadEvent(Fields(record)))];

    public static IReadOnlyList<byte[]> Records(byte[] file)
    {
        var records = new List<byte[]>();
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            var data = file.AsSpan(at + 12, length);
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            records.Add(data.ToArray());
            at += length + 16;
        }

        return records;
    }

    /// <summary>Castagnoli's polynomial, reflected.</summary>
    public static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = 0xFFFFFFFF;
        foreach (var one in data)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        return ~crc;
    }

    public static IReadOnlyList<Field> Fields(byte[] message)
    {
        var fields = new List<Field>();
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            var (number, type) = ((int)(key >> 3), (int)(key & 7));
            if (type == 0)
            {
                fields.Add(new Field(number, Varint(message, ref at), []));
                continue;
            }

            var length = type switch { 1 => 8, 5 => 4, 2 => (int)Varint(message, ref at), _ => throw new InvalidDataException($"wire type {type}") };
            fields.Add(new Field(number, 0, message[at..(at + length)]));
            at += length;
        }

        return fields;
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = Crc(data);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8);
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var one = message[at++];
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80)
                return value;
        }
    }
}

internal sealed record Field(int Number, ulong Value, byte[] Data);

/// <summary>One Event message.</summary>
internal sealed class ReadEvent(IReadOnlyList<Field> fields)
{
    public double WallTime => BinaryPrimitives.ReadDoubleLittleEndian(fields.Single(one => one.Number == 1).Data);

    public long Step => (long)fields.Single(one => one.Number == 2).Value;

    public string? FileVersion => fields.SingleOrDefault(one => one.Number == 3) is { } version ? Encoding.UTF8.GetString(version.Data) : null;

    /// <summary>SessionLog with status START.</summary>
    public bool IsStart => fields.SingleOrDefault(one => one.Number == 7) is { } session && EventReader.Fields(session.Data).Single().Value == 1;

    public IReadOnlyDictionary<string, float> Scalars => Values
        .Where(value => value.Any(one => one.Number == 2))
        .ToDictionary(TagOf, value => BinaryPrimitives.ReadSingleLittleEndian(value.Single(one => one.Number == 2).Data));

    public IReadOnlyDictionary<string, string> Texts => Values
        .Where(value => value.Any(one => one.Number == 8))
        .ToDictionary(TagOf, value => Encoding.UTF8.GetString(EventReader.Fields(value.Single(one => one.Number == 8).Data).Single(one => one.Number == 8).Data));

    private IEnumerable<IReadOnlyList<Field>> Values => fields.Where(one => one.Number == 5)
        .SelectMany(summary => EventReader.Fields(summary.Data)).Select(value => EventReader.Fields(value.Data));

    private static string TagOf(IReadOnlyList<Field> value) => Encoding.UTF8.GetString(value.Single(one => one.Number == 1).Data);
}
