using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.Containers;

/// <summary>Writes CTranslate2's <c>model.bin</c> in version 6: variables in fp32 or 8 bits, switches and numbers, aliases, each in the order of names.</summary>
internal sealed class VariableWriter(string specification, uint revision)
{
    private const byte Float32 = 0, Int8 = 1, Int16 = 2;

    private readonly SortedDictionary<string, Action<Stream>> _variables = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _aliases = new(StringComparer.Ordinal);

    public void Add(string name, WeightTensor tensor) => _variables.Add(name, stream => Write(stream, tensor.Shape, Float32, MemoryMarshal.AsBytes(tensor.Values.AsSpan())));

    /// <summary>In 8 bits, with the scales that values are divided by beside it; an alias of it has the same, unsaid.</summary>
    public void Add(string name, QuantizedTensor tensor)
    {
        _variables.Add(name, stream => Write(stream, tensor.Shape, Int8, MemoryMarshal.AsBytes(tensor.Values.AsSpan())));
        Add($"{name}_scale", new WeightTensor([tensor.Scales.Length], [.. tensor.Scales.Select(scale => scale == 0 ? 1 : 1 / scale)]));
    }

    public void Add(string name, sbyte setting) => Add(name, Int8, [(byte)setting]);

    public void Add(string name, bool setting) => Add(name, setting ? (sbyte)1 : (sbyte)0);

    public void Add(string name, short setting) => Add(name, Int16, [(byte)setting, (byte)(setting >> 8)]);

    /// <summary>Lets <paramref name="alias"/> stand for <paramref name="name"/>.</summary>
    public void Alias(string alias, string name) => _aliases.Add(alias, name);

    public void Write(Stream stream)
    {
        Write(stream, VariableFile.CurrentVersion);
        Write(stream, specification);
        Write(stream, revision);
        Write(stream, (uint)_variables.Count);
        foreach (var (name, write) in _variables)
        {
            Write(stream, name);
            write(stream);
        }

        Write(stream, (uint)_aliases.Count);
        foreach (var (alias, name) in _aliases)
        {
            Write(stream, alias);
            Write(stream, name);
        }
    }

    private void Add(string name, byte type, byte[] setting) => _variables.Add(name, stream => Write(stream, [], type, setting));

    private static void Write(Stream stream, IReadOnlyList<long> shape, byte type, ReadOnlySpan<byte> value)
    {
        stream.WriteByte((byte)shape.Count);
        foreach (var size in shape)
            Write(stream, checked((uint)size));
        stream.WriteByte(type);
        Write(stream, checked((uint)value.Length));
        stream.Write(value);
    }

    private static void Write(Stream stream, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void Write(Stream stream, string text)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text), 0];
        stream.WriteByte((byte)bytes.Length);
        stream.WriteByte((byte)(bytes.Length >> 8));
        stream.Write(bytes);
    }
}
