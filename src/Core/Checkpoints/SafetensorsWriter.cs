using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// Writes a safetensors file: the data at a multiple of 64 bytes, wide types first, so that a mapped file can be read by aligned vectors;
/// then in the order of names, so that equal weights make equal files.
/// </summary>
public static class SafetensorsWriter
{
    private const int Alignment = 64;

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

        Write(stream, tensors.Select(tensor => StoredTensor.Of(tensor, type)), metadata);
    }

    internal static void Write(Stream stream, IEnumerable<StoredTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = tensors.OrderByDescending(tensor => tensor.Type.ByteSize()).ThenBy(tensor => tensor.Name, StringComparer.Ordinal).ToList();
        WriteHeader(stream, ordered, metadata ?? DefaultMetadata);

        foreach (var tensor in ordered)
            tensor.Write(stream);
    }

    private static void WriteHeader(Stream stream, List<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            WriteJson(json, tensors, metadata);

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

    private static void WriteJson(Utf8JsonWriter json, List<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata)
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
            json.WriteString("dtype", tensor.Type.ToString());
            WriteArray(json, "shape", tensor.Shape);
            WriteArray(json, "data_offsets", [offset, offset += tensor.ByteCount]);
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
}
