using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.Containers;

/// <summary>
/// Marian's <c>.bin</c>: heads of 32 bytes, names, shapes, then the values from a multiple of 256 bytes on. Weights are float32, float16, or
/// the 8 bits of intgemm, which are unpacked: w = q / scale, the scale behind the values.
/// </summary>
internal static class MarianBinary
{
    public const ulong Version = 1;
    public const ulong Float32 = 0x404, Int8 = 0x101;

    private const ulong MaxItems = 100_000, MaxName = 4096, MaxPadding = 4096;
    private const ulong Float16 = 0x402, BergamotInt8 = 0x4101, MarianInt8 = 0x10001;
    private const string ActivationScale = "_QuantMultA";

    /// <summary>Whether a file begins as Marian's do.</summary>
    public static bool IsIn(string path)
    {
        Span<byte> start = stackalloc byte[sizeof(ulong)];
        using var stream = File.OpenRead(path);
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && BinaryPrimitives.ReadUInt64LittleEndian(start) == Version;
    }

    public static NpzFile Read(string path)
    {
        var file = Path.GetFileName(path);
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, file);
        }
        catch (FormatException error)
        {
            throw new CheckpointException($"{file} is not a Marian model: {error.Message}.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{file} is not a whole Marian model: {error.Message}", error);
        }
    }

    private static NpzFile Read(Stream stream, string file)
    {
        if (UInt64(stream) is not Version and var version)
            throw new FormatException($"it has the version {version}; {Version} is read");

        var items = new Item[Bounded(UInt64(stream), MaxItems, "tensors")];
        for (var i = 0; i < items.Length; i++)
            items[i] = new(UInt64(stream), UInt64(stream), UInt64(stream), UInt64(stream));
        foreach (var item in items)
            item.Name = Encoding.UTF8.GetString(Bytes(stream, Bounded(item.NameBytes, MaxName, "bytes of a name"))).TrimEnd('\0');
        foreach (var item in items)
            item.Shape = [.. MemoryMarshal.Cast<byte, int>(Bytes(stream, 4 * Bounded(item.Rank, 8, "dimensions"))).ToArray().Select(size => (long)size)];
        Bytes(stream, Bounded(UInt64(stream), MaxPadding, "bytes of padding"));

        var tensors = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        var texts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var bytes = Bytes(stream, Bounded(item.DataBytes, (ulong)(stream.Length - stream.Position), $"bytes of '{item.Name}'"));
            if (item.Type == Int8)
                texts.TryAdd(item.Name, bytes);
            else if (!item.Name.EndsWith(ActivationScale, StringComparison.Ordinal) && !tensors.TryAdd(item.Name, Tensor(item, bytes)))
                throw new FormatException($"it has '{item.Name}' twice");
        }

        return new(new ForeignTensors(file, tensors), texts);
    }

    private static WeightTensor Tensor(Item item, byte[] bytes)
    {
        var count = FloatStream.Count(item.Shape);
        var (size, isPacked) = item.Type switch
        {
            Float32 => (4, false),
            Float16 => (2, false),
            BergamotInt8 or MarianInt8 => (1, true),
            _ => throw new FormatException($"'{item.Name}' has the type 0x{item.Type:x}; float32, float16 and intgemm's 8 bits are read"),
        };
        if (bytes.Length < (count * size) + (isPacked ? sizeof(float) : 0))
            throw new FormatException($"'{item.Name}' has {bytes.Length} bytes, too few for its shape");
        if (isPacked)
            return new(item.Shape, Unpacked(item, bytes, (int)count));

        return new(item.Shape, FloatStream.Read(new MemoryStream(bytes), count, size == 4 ? TensorType.F32 : TensorType.F16));
    }

    /// <summary>Matrices lie turned; embeddings, of which rows are taken, as they are.</summary>
    private static float[] Unpacked(Item item, byte[] bytes, int count)
    {
        var scale = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(count));
        if (!float.IsFinite(scale) || scale == 0 || item.Shape.Length != 2)
            throw new FormatException($"'{item.Name}' has no scale that its 8 bits could be of");

        var (rows, columns) = ((int)item.Shape[0], (int)item.Shape[1]);
        var isTurned = !item.Name.Contains("Wemb", StringComparison.Ordinal);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = (sbyte)bytes[isTurned ? (i % columns * rows) + (i / columns) : i] / scale;
        return values;
    }

    private static int Bounded(ulong value, ulong most, string what) =>
        value <= most && value <= int.MaxValue / 2 ? (int)value : throw new FormatException($"it claims {value} {what}");

    private static ulong UInt64(Stream stream) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(stream, sizeof(ulong)));

    private static byte[] Bytes(Stream stream, int count)
    {
        if (count > stream.Length - stream.Position)
            throw new EndOfStreamException("it ends too early.");

        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private sealed record Item(ulong NameBytes, ulong Type, ulong Rank, ulong DataBytes)
    {
        public string Name { get; set; } = "";

        public long[] Shape { get; set; } = [];
    }
}
