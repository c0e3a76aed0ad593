using System.Buffers.Binary;
using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>
/// Walks over the fields of one protocol-buffer message. It never allocates by a length that the bytes themselves do not hold,
/// and reports every fault as <see cref="FormatException"/>.
/// </summary>
internal ref struct ProtoReader(ReadOnlyMemory<byte> message)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _message = message;
    private int _position;
    private int _fieldStart;

    public int Field { get; private set; }

    public WireType Wire { get; private set; }

    /// <summary>The current field with its key, once its value has been read or skipped.</summary>
    public readonly ReadOnlyMemory<byte> RawField => _message[_fieldStart.._position];

    public bool ReadField()
    {
        if (_position == _message.Length)
            return false;
        _fieldStart = _position;
        var key = ReadVarint();
        if (key >> 3 is 0 or > 0x1FFF_FFFF)
            throw new FormatException($"field number {key >> 3} at byte {_fieldStart} is not valid");
        Field = (int)(key >> 3);
        Wire = (WireType)(key & 7);
        return true;
    }

    public ReadOnlyMemory<byte> ReadBytes()
    {
        Expect(WireType.LengthDelimited);
        var length = ReadVarint();
        if (length > (ulong)(_message.Length - _position))
            throw new FormatException($"field {Field} at byte {_fieldStart} claims {length} bytes, {_message.Length - _position} are left");
        var bytes = _message.Slice(_position, (int)length);
        _position += (int)length;
        return bytes;
    }

    public string ReadString()
    {
        try
        {
            return StrictUtf8.GetString(ReadBytes().Span);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException($"field {Field} at byte {_fieldStart} is not valid UTF-8");
        }
    }

    public float ReadFloat()
    {
        Expect(WireType.Fixed32);
        var start = Advance(sizeof(float));
        return BinaryPrimitives.ReadSingleLittleEndian(_message.Span[start..]);
    }

    public int ReadInt()
    {
        Expect(WireType.Varint);
        return unchecked((int)ReadVarint());
    }

    public bool ReadBool() => ReadInt() != 0;

    public void Skip()
    {
        switch (Wire)
        {
            case WireType.Varint: ReadVarint(); break;
            case WireType.Fixed64: Advance(sizeof(ulong)); break;
            case WireType.LengthDelimited: ReadBytes(); break;
            case WireType.Fixed32: Advance(sizeof(uint)); break;
            default: throw new FormatException($"field {Field} at byte {_fieldStart} has the unsupported wire type {(int)Wire}");
        }
    }

    private readonly void Expect(WireType wire)
    {
        if (Wire != wire)
            throw new FormatException($"field {Field} at byte {_fieldStart} has wire type {(int)Wire}, expected {(int)wire}");
    }

    private int Advance(int bytes)
    {
        if (_message.Length - _position < bytes)
            throw new FormatException($"field {Field} at byte {_fieldStart} is cut off");
        var start = _position;
        _position += bytes;
        return start;
    }

    private ulong ReadVarint()
    {
        var span = _message.Span;
        ulong value = 0;
        for (var shift = 0; shift < 64 && _position < span.Length; shift += 7)
        {
            var part = span[_position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
        throw new FormatException($"the number at byte {_fieldStart} does not end");
    }
}
