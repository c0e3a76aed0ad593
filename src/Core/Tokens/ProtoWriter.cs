using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>Builds one protocol-buffer message, field by field.</summary>
internal sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Message => _bytes.WrittenMemory;

    public void Write(int field, string value) => Write(field, Encoding.UTF8.GetBytes(value));

    public void Write(int field, bool value) => Write(field, value ? 1 : 0);

    public void Write(int field, int value)
    {
        WriteKey(field, WireType.Varint);
        WriteVarint(unchecked((ulong)(long)value));
    }

    public void Write(int field, float value)
    {
        WriteKey(field, WireType.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(sizeof(float)), value);
        _bytes.Advance(sizeof(float));
    }

    public void Write(int field, ReadOnlyMemory<byte> value)
    {
        WriteKey(field, WireType.LengthDelimited);
        WriteVarint((ulong)value.Length);
        _bytes.Write(value.Span);
    }

    /// <summary>Copies whole fields, keys included.</summary>
    public void WriteRaw(ReadOnlyMemory<byte> fields) => _bytes.Write(fields.Span);

    private void WriteKey(int field, WireType wire) => WriteVarint(((ulong)field << 3) | (ulong)wire);

    private void WriteVarint(ulong value)
    {
        var span = _bytes.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        span[length++] = (byte)value;
        _bytes.Advance(length);
    }
}
