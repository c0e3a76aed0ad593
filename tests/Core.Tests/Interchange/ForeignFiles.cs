using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Seq2SeqService.Core.Tests.Interchange;

/// <summary>A tensor as other programs store it, in fp32 or as 8 bits with a scale for each row.</summary>
internal sealed record ForeignTensor(long[] Shape, float[] Values)
{
    public sbyte[]? Bytes { get; init; }
}

/// <summary>A tensor in Marian's binary form, as bytes.</summary>
internal sealed record ForeignItem(string Name, long Type, int[] Shape, byte[] Data);

/// <summary>Writes the files of other programs from their descriptions; nothing here is shared with the code that reads them.</summary>
internal static class ForeignFiles
{
    /// <summary>NumPy's archive, as <c>numpy.savez</c> writes it.</summary>
    public static byte[] Npz(IReadOnlyDictionary<string, ForeignTensor> tensors, IReadOnlyDictionary<string, string>? texts = null)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, tensor) in tensors)
                Add(zip, $"{name}.npy", [.. NpyHead("<f4", tensor.Shape), .. MemoryMarshal.AsBytes(tensor.Values.AsSpan())]);
            foreach (var (name, text) in texts ?? new Dictionary<string, string>())
                Add(zip, $"{name}.npy", [.. NpyHead("|i1", [Encoding.UTF8.GetByteCount(text) + 1]), .. Encoding.UTF8.GetBytes(text), 0]);
        }

        return stream.ToArray();
    }

    public static byte[] NpyHead(string type, long[] shape)
    {
        var sizes = shape.Length == 1 ? $"{shape[0]}," : string.Join(", ", shape);
        var head = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sizes}), }}\n";
        return [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)head.Length, (byte)(head.Length >> 8), .. Encoding.ASCII.GetBytes(head)];
    }

    /// <summary>PyTorch's archive, as <c>torch.save</c> writes a dictionary of weights with protocol 2.</summary>
    public static byte[] Torch(IReadOnlyDictionary<string, ForeignTensor> tensors, bool asHalf = false)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "archive/data.pkl", new PickleBytes().StateOf(tensors, asHalf ? "HalfStorage" : "FloatStorage"));
            Add(zip, "archive/byteorder", "little"u8);
            var key = 0;
            foreach (var tensor in tensors.Values)
            {
                var values = asHalf
                    ? MemoryMarshal.AsBytes(Array.ConvertAll(tensor.Values, value => (Half)value).AsSpan())
                    : MemoryMarshal.AsBytes(tensor.Values.AsSpan());
                Add(zip, string.Create(CultureInfo.InvariantCulture, $"archive/data/{key++}"), values);
            }

            Add(zip, "archive/version", "3\n"u8);
        }

        return stream.ToArray();
    }

    /// <summary>An archive with one pickle and nothing else.</summary>
    public static byte[] TorchOf(byte[] pickle, params (string Name, byte[] Bytes)[] others)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "archive/data.pkl", pickle);
            foreach (var (name, bytes) in others)
                Add(zip, name, bytes);
        }

        return stream.ToArray();
    }

    /// <summary>CTranslate2's variables.</summary>
    /// <param name="version">From 4 on a value has a type; before, a size. Aliases are there from 3 on.</param>
    public static byte[] Variables(
        uint version, uint revision, IReadOnlyDictionary<string, ForeignTensor> tensors, IReadOnlyDictionary<string, int> settings,
        IReadOnlyDictionary<string, string>? aliases = null)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(version);
        Text(writer, "TransformerSpec");
        writer.Write(revision);
        var quantized = tensors.Where(pair => pair.Value.Bytes is not null).ToList();
        writer.Write(tensors.Count + quantized.Count + settings.Count);
        foreach (var (name, tensor) in tensors)
            Variable(writer, version, name, tensor.Shape, tensor.Bytes is null ? (byte)0 : (byte)1, tensor.Bytes is null ? MemoryMarshal.AsBytes(tensor.Values.AsSpan()) : MemoryMarshal.AsBytes(tensor.Bytes.AsSpan()));
        foreach (var (name, tensor) in quantized)
            Variable(writer, version, $"{name}_scale", [tensor.Values.Length], 0, MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        foreach (var (name, value) in settings)
            Variable(writer, version, name, [], 1, [(byte)value]);
        if (version >= 3)
        {
            writer.Write(aliases?.Count ?? 0);
            foreach (var (alias, name) in aliases ?? new Dictionary<string, string>())
            {
                Text(writer, alias);
                Text(writer, name);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Marian's binary form.</summary>
    public static byte[] MarianBinary(IReadOnlyList<ForeignItem> items)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(1L);
        writer.Write((long)items.Count);
        foreach (var item in items)
        {
            writer.Write((long)Encoding.UTF8.GetByteCount(item.Name) + 1);
            writer.Write(item.Type);
            writer.Write((long)item.Shape.Length);
            writer.Write((long)item.Data.Length);
        }

        foreach (var item in items)
            writer.Write(Encoding.UTF8.GetBytes(item.Name + '\0'));
        foreach (var size in items.SelectMany(item => item.Shape))
            writer.Write(size);
        writer.Write(5L);
        writer.Write(new byte[5]);
        foreach (var item in items)
            writer.Write(item.Data);
        return stream.ToArray();
    }

    /// <summary>A safetensors file.</summary>
    public static byte[] Safetensors(IReadOnlyDictionary<string, ForeignTensor> tensors)
    {
        var head = new StringBuilder("{");
        var offset = 0;
        foreach (var (name, tensor) in tensors)
        {
            head.Append(CultureInfo.InvariantCulture, $"{(offset > 0 ? "," : "")}\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(",", tensor.Shape)}],");
            head.Append(CultureInfo.InvariantCulture, $"\"data_offsets\":[{offset},{offset += 4 * tensor.Values.Length}]}}");
        }

        var json = Encoding.UTF8.GetBytes(head.Append('}').ToString());
        var size = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(size, json.Length);
        return [.. size, .. json, .. tensors.Values.SelectMany(tensor => MemoryMarshal.AsBytes(tensor.Values.AsSpan()).ToArray())];
    }

    private static void Add(ZipArchive zip, string name, ReadOnlySpan<byte> bytes)
    {
        using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        entry.Write(bytes);
    }

    private static void Variable(BinaryWriter writer, uint version, string name, long[] shape, byte type, ReadOnlySpan<byte> bytes)
    {
        var size = type == 0 ? 4 : 1;
        Text(writer, name);
        writer.Write((byte)shape.Length);
        foreach (var dimension in shape)
            writer.Write((uint)dimension);
        writer.Write(version >= 4 ? type : (byte)size);
        writer.Write(version >= 4 ? bytes.Length : bytes.Length / size);
        writer.Write(bytes);
    }

    private static void Text(BinaryWriter writer, string text)
    {
        writer.Write((ushort)(Encoding.UTF8.GetByteCount(text) + 1));
        writer.Write(Encoding.UTF8.GetBytes(text));
        writer.Write((byte)0);
    }
}
