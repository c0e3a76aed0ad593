using System.Text.Json;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// The JSON at the head of a safetensors file: name → type, shape and byte range. It comes from outside, so every number is checked
/// before anyone allocates by it.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>Bytes before the JSON: its length, unsigned little-endian.</summary>
    public const int PrefixBytes = 8;

    /// <summary>Longest JSON believed; a model of a thousand tensors needs a tenth of a megabyte.</summary>
    public const int MaxBytes = 4 << 20;

    public const string MetadataKey = "__metadata__";

    private const int MaxRank = 8;

    private SafetensorsHeader(IReadOnlyList<SafetensorsEntry> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Tensors { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads the JSON of a file that is <paramref name="fileBytes"/> long; throws <see cref="FormatException"/> with the fault.</summary>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long fileBytes)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 4, AllowDuplicateProperties = false });
            return Parse(document.RootElement, PrefixBytes + json.Length, fileBytes);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half of a surrogate pair.
            throw new FormatException($"its header is not valid JSON ({error.Message})", error);
        }
    }

    private static SafetensorsHeader Parse(JsonElement root, long dataStart, long fileBytes)
    {
        Require(root.ValueKind == JsonValueKind.Object, "its header is not a JSON object");
        var tensors = new List<SafetensorsEntry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var property in root.EnumerateObject())
        {
            if (property.NameEquals(MetadataKey))
                ReadMetadata(property.Value, metadata);
            else
                tensors.Add(ReadEntry(property.Name, property.Value, dataStart, fileBytes));
        }

        tensors.Sort((a, b) => a.Offset != b.Offset ? a.Offset.CompareTo(b.Offset) : a.ByteCount.CompareTo(b.ByteCount));
        RequireSeamless(tensors, dataStart, fileBytes);
        return new(tensors, metadata);
    }

    private static void ReadMetadata(JsonElement value, Dictionary<string, string> metadata)
    {
        Require(value.ValueKind == JsonValueKind.Object, $"'{MetadataKey}' is not an object");

        foreach (var property in value.EnumerateObject())
        {
            Require(property.Value.ValueKind == JsonValueKind.String, $"'{MetadataKey}' has a value that is not a string");
            metadata.Add(property.Name, property.Value.GetString()!);
        }
    }

    private static SafetensorsEntry ReadEntry(string name, JsonElement value, long dataStart, long fileBytes)
    {
        Require(value.ValueKind == JsonValueKind.Object, $"tensor '{name}' is not described by an object");
        Require(
            value.TryGetProperty("dtype", out var dtype) && dtype.ValueKind == JsonValueKind.String,
            $"tensor '{name}' has no 'dtype'");
        Require(TensorTypes.TryParse(dtype.GetString()!, out var type), $"tensor '{name}' has the unknown dtype '{dtype}'");

        var shape = ReadNumbers(value, name, "shape", MaxRank);
        var range = ReadNumbers(value, name, "data_offsets", 2);
        Require(range.Length == 2, $"tensor '{name}' needs two 'data_offsets'");
        Require(
            range[0] <= range[1] && range[1] <= fileBytes - dataStart,
            $"tensor '{name}' lies at bytes {range[0]} to {range[1]}, outside the file's data");

        var bytes = range[1] - range[0];
        Require(
            TryByteCount(shape, type, out var expected) && expected == bytes,
            $"tensor '{name}' of shape [{string.Join(", ", shape)}] and dtype {type} does not fill its {bytes} bytes");
        return new(name, type, shape, dataStart + range[0], bytes);
    }

    private static long[] ReadNumbers(JsonElement tensor, string name, string key, int most)
    {
        Require(
            tensor.TryGetProperty(key, out var array) && array.ValueKind == JsonValueKind.Array && array.GetArrayLength() <= most,
            $"tensor '{name}' needs '{key}': at most {most} numbers");

        var numbers = new List<long>();
        foreach (var item in array.EnumerateArray())
        {
            var number = -1L;
            Require(
                item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out number) && number >= 0,
                $"tensor '{name}' has '{key}' with something else than a natural number");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static bool TryByteCount(long[] shape, TensorType type, out long bytes)
    {
        Int128 product = type.ByteSize();
        foreach (var size in shape)
        {
            product *= size;
            if (product > long.MaxValue)
            {
                bytes = 0;
                return false;
            }
        }

        bytes = (long)product;
        return true;
    }

    /// <summary>The format allows neither overlaps nor holes: a byte that no tensor owns could hide another file.</summary>
    private static void RequireSeamless(List<SafetensorsEntry> tensors, long dataStart, long fileBytes)
    {
        var next = dataStart;
        foreach (var tensor in tensors)
        {
            Require(tensor.Offset >= next, $"tensor '{tensor.Name}' overlaps another one");
            Require(tensor.Offset == next, $"{tensor.Offset - next} bytes before tensor '{tensor.Name}' belong to no tensor");
            next += tensor.ByteCount;
        }

        Require(next == fileBytes, $"{fileBytes - next} bytes at its end belong to no tensor");
    }

    private static void Require(bool condition, string fault)
    {
        if (!condition)
            throw new FormatException(fault);
    }
}
