using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.Containers;

/// <summary>Reads a <see cref="VariableFile"/> from its beginning to its end; nothing is allocated that the file does not hold.</summary>
internal sealed class VariableReader(Stream stream)
{
    private const string ScaleSuffix = "_scale";
    private const uint MaxVariables = 100_000;

    private readonly Dictionary<string, Variable> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<Variable, Variable> _scales = [];
    private uint _version;

    public VariableFile Read(string file)
    {
        _version = UInt32();
        if (_version is < 2 or > VariableFile.CurrentVersion)
            throw new FormatException($"it has the version {_version}; 2 to {VariableFile.CurrentVersion} are read");

        var (specification, revision) = (Text(), UInt32());
        for (var left = Count("variables"); left > 0; left--)
            ReadVariable();
        if (_version >= 3)
        {
            for (var left = Count("aliases"); left > 0; left--)
                ReadAlias();
        }

        var tensors = _variables.Where(pair => pair.Value.Shape.Count > 0 && !IsScale(pair.Key));
        var settings = _variables.Where(pair => pair.Value.Shape.Count == 0 && !IsScale(pair.Key));
        return new(
            specification, revision,
            new ForeignTensors(file, tensors.ToDictionary(pair => pair.Key, pair => new WeightTensor(pair.Value.Shape, Scaled(pair.Key, pair.Value)), StringComparer.Ordinal)),
            settings.ToDictionary(pair => pair.Key, pair => (double)pair.Value.Values[0], StringComparer.Ordinal));
    }

    private bool IsScale(string name) =>
        name.EndsWith(ScaleSuffix, StringComparison.Ordinal) && _variables.TryGetValue(name[..^ScaleSuffix.Length], out var scaled) && scaled.IsInteger;

    private void ReadVariable()
    {
        var name = Text();
        var shape = new long[Byte()];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = UInt32();

        var type = _version >= 4 ? Type(name, Byte()) : OldType(name, Byte());
        var count = FloatStream.Count(shape);
        var bytes = _version >= 4 ? UInt32() : (long)UInt32() * type.Size;
        if (bytes != count * type.Size || bytes > stream.Length - stream.Position)
            throw new FormatException($"'{name}' claims {bytes} bytes; its shape needs {count * type.Size} and the file has {stream.Length - stream.Position} left");
        if (!_variables.TryAdd(name, new(shape, Values(count, type), type.Floats is null)))
            throw new FormatException($"it has '{name}' twice");
    }

    private void ReadAlias()
    {
        var (alias, name) = (Text(), Text());
        if (!_variables.TryGetValue(name, out var variable) || (!_variables.TryAdd(alias, variable) && _variables[alias] != variable))
            throw new FormatException($"its alias '{alias}' for '{name}' leads nowhere");
        if (_variables.TryGetValue(name + ScaleSuffix, out var scale))
            _variables.TryAdd(alias + ScaleSuffix, scale);
    }

    private float[] Values(long count, VariableType type)
    {
        if (type.Floats is { } floats)
            return FloatStream.Read(stream, count, floats);

        var bytes = new byte[count * type.Size];
        stream.ReadExactly(bytes);
        return type.Size switch
        {
            1 => [.. MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray().Select(value => (float)value)],
            2 => [.. MemoryMarshal.Cast<byte, short>(bytes).ToArray().Select(value => (float)value)],
            _ => [.. MemoryMarshal.Cast<byte, int>(bytes).ToArray().Select(value => (float)value)],
        };
    }

    /// <summary>Integers over their scale: one for the whole tensor, or one for each row. They are scaled in their place, once for all aliases.</summary>
    private float[] Scaled(string name, Variable variable)
    {
        if (!variable.IsInteger || !_variables.TryGetValue(name + ScaleSuffix, out var scale))
            return variable.Values;
        if (!_scales.TryAdd(variable, scale))
            return _scales[variable] == scale ? variable.Values : throw new FormatException($"'{name}' has another scale than the variable that it is an alias of");

        var rows = scale.Values.Length;
        if (rows < 1 || (rows > 1 && rows != variable.Shape[0]) || variable.Values.Length % rows != 0)
            throw new FormatException($"'{name}{ScaleSuffix}' has {rows} values; '{name}' has {variable.Shape[0]} rows");

        var columns = Math.Max(1, variable.Values.Length / rows);
        for (var i = 0; i < variable.Values.Length; i++)
            variable.Values[i] /= scale.Values[i / columns];
        return variable.Values;
    }

    private static VariableType Type(string name, byte code) => code switch
    {
        0 => new(4, TensorType.F32),
        1 => new(1, null),
        2 => new(2, null),
        3 => new(4, null),
        4 => new(2, TensorType.F16),
        5 => new(2, TensorType.BF16),
        _ => throw new FormatException($"'{name}' has the unknown type {code}"),
    };

    /// <summary>Before version 4 the size of a value stood for its type.</summary>
    private static VariableType OldType(string name, byte size) => size switch
    {
        4 => new(4, TensorType.F32),
        2 => new(2, null),
        1 => new(1, null),
        _ => throw new FormatException($"'{name}' has values of {size} bytes"),
    };

    private uint Count(string what)
    {
        var count = UInt32();
        return count <= MaxVariables ? count : throw new FormatException($"it claims {count} {what}");
    }

    private byte Byte() => stream.ReadByte() is >= 0 and var value ? (byte)value : throw new EndOfStreamException("it ends too early.");

    private uint UInt32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>Length in bytes with a zero at the end, then the text and the zero.</summary>
    private string Text()
    {
        Span<byte> size = stackalloc byte[sizeof(ushort)];
        stream.ReadExactly(size);
        var bytes = new byte[BinaryPrimitives.ReadUInt16LittleEndian(size)];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes).TrimEnd('\0');
    }

    private sealed record Variable(IReadOnlyList<long> Shape, float[] Values, bool IsInteger);

    /// <param name="Size">Bytes of a value.</param>
    /// <param name="Floats">Which floating-point type; null for integers.</param>
    private sealed record VariableType(int Size, TensorType? Floats);
}
