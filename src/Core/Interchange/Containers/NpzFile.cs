using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.Containers;

/// <summary>NumPy's <c>.npz</c>: a zip archive of arrays.</summary>
/// <param name="Tensors">Arrays of fp32 and fp16.</param>
/// <param name="Bytes">Arrays of bytes, in which Marian keeps text.</param>
internal sealed record NpzFile(ForeignTensors Tensors, IReadOnlyDictionary<string, byte[]> Bytes)
{
    private const string Extension = ".npy";

    public static NpzFile Read(string path)
    {
        using var zip = ZipContainer.Open(path);
        var tensors = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        var bytes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            var name = entry.EndsWith(Extension, StringComparison.Ordinal) ? entry[..^Extension.Length] : entry;
            zip.Read(entry, stream => ReadArray(stream, zip.Length(entry), name, (tensors, bytes)));
        }

        return new(new ForeignTensors(zip.Name, tensors), bytes);
    }

    private static bool ReadArray(Stream stream, long length, string name, (Dictionary<string, WeightTensor> Tensors, Dictionary<string, byte[]> Bytes) into)
    {
        var header = NpyHeader.Read(stream, out var before);
        var count = FloatStream.Count(header.Shape);
        var size = header.Type switch
        {
            "<f4" => 4,
            "<f2" => 2,
            "|i1" or "|u1" => 1,
            "<f8" => throw new FormatException("it is float64; weights are believed in float32 and float16 (convert with NumPy's astype)"),
            _ => throw new FormatException($"its type {header.Type} is not one that weights are stored in here; float32 and float16 are"),
        };
        if (length != before + (count * size))
            throw new FormatException($"it has {length} bytes; its shape [{string.Join(", ", header.Shape)}] of type {header.Type} needs {before + (count * size)}");

        if (size > 1)
            return into.Tensors.TryAdd(name, new(header.Shape, FloatStream.Read(stream, count, size == 4 ? TensorType.F32 : TensorType.F16)));

        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return into.Bytes.TryAdd(name, bytes);
    }
}
