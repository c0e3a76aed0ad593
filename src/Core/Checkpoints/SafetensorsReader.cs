using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// Reads a safetensors file, tensor by tensor. The file is taken for hostile: nothing is allocated beyond what the file itself holds
/// (twice that where 16-bit floats are widened), and every fault is a <see cref="CheckpointException"/>. Safe to use from many threads.
/// </summary>
public sealed class SafetensorsReader : IDisposable
{
    private const int ChunkBytes = 1 << 20;

    private readonly SafeFileHandle _file;
    private readonly string _fileName;
    private readonly SafetensorsHeader _header;
    private readonly Dictionary<string, SafetensorsEntry> _byName;

    private SafetensorsReader(SafeFileHandle file, string fileName)
    {
        _file = file;
        _fileName = fileName;
        _header = ReadHeader();
        _byName = _header.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Tensors => _header.Tensors;

    /// <summary>The file's own remarks, such as <c>format: pt</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens <paramref name="path"/> and reads its header; the tensors follow on demand.</summary>
    public static SafetensorsReader Open(string path)
    {
        var fileName = Path.GetFileName(path);
        SafeFileHandle? file = null;

        try
        {
            file = File.OpenHandle(path);
            return new(file, fileName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new CheckpointException($"{fileName} cannot be read: {error.Message}", error);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>Where tensor <paramref name="name"/> lies; a missing one is a <see cref="CheckpointException"/>.</summary>
    public SafetensorsEntry Find(string name) => _byName.TryGetValue(name, out var tensor) ? tensor : throw Fault($"it has no tensor '{name}'");

    /// <summary>The values of a floating-point tensor, row-major, widened to fp32.</summary>
    public float[] ReadSingles(SafetensorsEntry tensor)
    {
        if (!tensor.Type.IsFloat())
            throw Fault($"tensor '{tensor.Name}' is {tensor.Type}, not a floating-point type");

        RequireArrayLength(tensor);
        var values = GC.AllocateUninitializedArray<float>((int)tensor.Count);
        var chunk = tensor.Type == TensorType.F32 ? [] : new byte[Math.Min(ChunkBytes, tensor.ByteCount)];
        var chunkValues = ChunkBytes / tensor.Type.ByteSize();

        for (var start = 0; start < values.Length; start += chunkValues)
        {
            var part = values.AsSpan(start, Math.Min(chunkValues, values.Length - start));
            var offset = tensor.Offset + (long)start * tensor.Type.ByteSize();

            if (tensor.Type == TensorType.F32)
            {
                ReadExactly(MemoryMarshal.AsBytes(part), offset);
                continue;
            }

            var bytes = chunk.AsSpan(0, part.Length * 2);
            ReadExactly(bytes, offset);
            Widen(bytes, part, tensor.Type);
        }

        return values;
    }

    /// <summary>The stored bytes of a tensor of any type.</summary>
    public byte[] ReadBytes(SafetensorsEntry tensor)
    {
        RequireArrayLength(tensor);
        var bytes = GC.AllocateUninitializedArray<byte>((int)tensor.ByteCount);
        ReadExactly(bytes, tensor.Offset);
        return bytes;
    }

    /// <summary>The values of a tensor of <see cref="TensorType.I8"/>.</summary>
    public sbyte[] ReadSignedBytes(SafetensorsEntry tensor)
    {
        if (tensor.Type != TensorType.I8)
            throw Fault($"tensor '{tensor.Name}' is {tensor.Type}, not I8");

        RequireArrayLength(tensor);
        var values = GC.AllocateUninitializedArray<sbyte>((int)tensor.Count);
        ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()), tensor.Offset);
        return values;
    }

    /// <summary>The values of a tensor of <see cref="TensorType.I32"/>.</summary>
    public int[] ReadIntegers(SafetensorsEntry tensor)
    {
        if (tensor.Type != TensorType.I32)
            throw Fault($"tensor '{tensor.Name}' is {tensor.Type}, not I32");

        RequireArrayLength(tensor);
        var values = GC.AllocateUninitializedArray<int>((int)tensor.Count);
        ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()), tensor.Offset);
        return values;
    }

    public void Dispose() => _file.Dispose();

    private SafetensorsHeader ReadHeader()
    {
        var fileBytes = RandomAccess.GetLength(_file);
        if (fileBytes < SafetensorsHeader.PrefixBytes)
            throw Fault($"it is only {fileBytes} bytes long");

        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixBytes];
        ReadExactly(prefix, 0);
        var jsonBytes = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (jsonBytes > SafetensorsHeader.MaxBytes || (long)jsonBytes > fileBytes - SafetensorsHeader.PrefixBytes)
            throw Fault($"its header claims {jsonBytes} bytes; the file has {fileBytes} and a header at most {SafetensorsHeader.MaxBytes}");

        var json = new byte[jsonBytes];
        ReadExactly(json, SafetensorsHeader.PrefixBytes);

        try
        {
            return SafetensorsHeader.Parse(json, fileBytes);
        }
        catch (FormatException error)
        {
            throw new CheckpointException($"{_fileName} is not a valid safetensors file: {error.Message}.", error);
        }
    }

    private static void Widen(ReadOnlySpan<byte> bytes, Span<float> values, TensorType type)
    {
        if (type == TensorType.F16)
        {
            var halves = MemoryMarshal.Cast<byte, Half>(bytes);
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)halves[i];
        }
        else
        {
            var words = MemoryMarshal.Cast<byte, ushort>(bytes);
            for (var i = 0; i < values.Length; i++)
                values[i] = BitConverter.UInt32BitsToSingle((uint)words[i] << 16);   // bf16 is the upper half of fp32
        }
    }

    private void ReadExactly(Span<byte> target, long offset)
    {
        while (!target.IsEmpty)
        {
            var read = RandomAccess.Read(_file, target, offset);
            if (read == 0)
                throw Fault("it ended early: it was changed while being read");

            target = target[read..];
            offset += read;
        }
    }

    private void RequireArrayLength(SafetensorsEntry tensor)
    {
        if (tensor.ByteCount > Array.MaxLength)
            throw Fault($"tensor '{tensor.Name}' has {tensor.ByteCount} bytes, more than the {Array.MaxLength} that one tensor may have");
    }

    private CheckpointException Fault(string fault) => new($"{_fileName} is not a valid safetensors file: {fault}.");
}
