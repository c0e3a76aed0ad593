using System.Buffers.Binary;
using System.Numerics;

namespace Seq2SeqService.Training.Watching.Events;

/// <summary>
/// The framing of TFRecord files: length (8 bytes, little endian), its check, data, its check. A check is CRC-32C (Castagnoli), masked, as
/// tensorflow/core/lib/io/record_writer.h and hash/crc32c.h describe it.
/// </summary>
internal static class TensorRecord
{
    private const uint MaskDelta = 0xA282EAD8;

    public static void Write(Stream file, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], MaskedCrc(head[..8]));
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, MaskedCrc(data));

        file.Write([.. head, .. data, .. tail]);   // at once, so that a reader who follows the file sees whole records
    }

    /// <summary>Masked, because a CRC over data that holds CRCs tells little.</summary>
    public static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var one in data)
            crc = BitOperations.Crc32C(crc, one);

        return unchecked(BitOperations.RotateRight(~crc, 15) + MaskDelta);
    }
}
