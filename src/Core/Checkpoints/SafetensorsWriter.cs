using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// Writes a safetensors file: tensors in the order of their names, the data at a multiple of 64 bytes, so that equal weights make equal
/// files and a mapped file can be read by aligned vectors.
/// </summary>
public static class SafetensorsWriter
{
    private const int Alignment = 64;
    private const int ChunkValues = 1 << 18;

    // Python's transformers refuses a file that does not say for which framework it was laid out.
    private static readonly Dictionary<string, string> DefaultMetadata = new() { ["format"] = "pt" };

    /// <summary>
    /// Stores <paramref name="tensors"/> as <see cref="TensorType.F32"/> or <see cref="TensorType.F16"/>. A value that is not finite, or
    /// too large for fp16, is a <see cref="CheckpointException"/> that names the tensor.
    /// </summary>
    public static void Write(
        Stream stream, IEnumerable<WeightSource> tensors, TensorType type = TensorType.F32,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        if (type is not (TensorType.F32 or TensorType.F16))
            throw new ArgumentOutOfRangeException(nameof(type), type, "Weights are stored as F32 or F16.");

        var ordered = tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).ToList();
        WriteHeader(stream, ordered, type, metadata ?? DefaultMetadata);

        foreach (var tensor in ordered)
            WriteValues(stream, tensor, type);
    }

    private static void WriteHeader(
        Stream stream, List<WeightSource> tensors, TensorType type, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            WriteJson(json, tensors, type, metadata);

        var unpadded = SafetensorsHeader.PrefixBytes + buffer.WrittenCount;
        var padding = (Alignment - unpadded % Alignment) % Alignment;
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);

        if (buffer.WrittenCount > SafetensorsHeader.MaxBytes)
            throw new CheckpointException($"The header of {tensors.Count} tensors is longer than {SafetensorsHeader.MaxBytes} bytes.");

        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixBytes];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, buffer.WrittenCount);
        stream.Write(prefix);
        stream.Write(buffer.WrittenSpan);
    }

    private static void WriteJson(
        Utf8JsonWriter json, List<WeightSource> tensors, TensorType type, IReadOnlyDictionary<string, string> metadata)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
        var offset = 0L;

        json.WriteStartObject();
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();

        foreach (var tensor in tensors)
        {
            if (!names.Add(tensor.Name))
                throw new CheckpointException($"Two weights have the name '{tensor.Name}'.");

            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", type.ToString());
            WriteArray(json, "shape", tensor.Shape);
            WriteArray(json, "data_offsets", [offset, offset += tensor.Count * type.ByteSize()]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, string key, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(key);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void WriteValues(Stream stream, WeightSource tensor, TensorType type)
    {
        var values = tensor.Read();
        if (values.Length != tensor.Count)
            throw new CheckpointException(
                $"Tensor '{tensor.Name}' gives {values.Length} values; its shape [{string.Join(", ", tensor.Shape)}] needs {tensor.Count}.");

        FiniteValues.Require(values, tensor.Name);
        var halves = type == TensorType.F16 ? new Half[Math.Min(ChunkValues, values.Length)] : [];

        for (var start = 0; start < values.Length; start += ChunkValues)
        {
            var part = values.AsSpan(start, Math.Min(ChunkValues, values.Length - start));
            stream.Write(type == TensorType.F16 ? Narrow(part, halves, tensor.Name) : MemoryMarshal.AsBytes(part));
        }
    }

    private static ReadOnlySpan<byte> Narrow(ReadOnlySpan<float> values, Half[] halves, string name)
    {
        for (var i = 0; i < values.Length; i++)
        {
            halves[i] = (Half)values[i];
            if (!Half.IsFinite(halves[i]))
                throw new CheckpointException($"Tensor '{name}' has the value {values[i]}, too large for fp16; store the model as fp32.");
        }

        return MemoryMarshal.AsBytes(halves.AsSpan(0, values.Length));
    }
}
