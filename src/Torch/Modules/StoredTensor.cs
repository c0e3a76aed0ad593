using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A tensor in TorchSharp's own file layout: element type, number of dimensions and sizes as LEB128, then the raw elements.</summary>
internal static class StoredTensor
{
    public static void Write(BinaryWriter writer, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        writer.Write7BitEncodedInt64((long)tensor.dtype);
        writer.Write7BitEncodedInt64(tensor.dim());
        foreach (var size in tensor.shape)
            writer.Write7BitEncodedInt64(size);
        writer.Write(tensor.detach().cpu().contiguous().bytes);
    }

    /// <summary>Fills <paramref name="target"/>, or passes over the tensor where that is null.</summary>
    public static void Read(BinaryReader reader, string name, Tensor? target)
    {
        var type = (ScalarType)reader.Read7BitEncodedInt64();
        var shape = new long[Checked(reader, name, reader.Read7BitEncodedInt64())];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = reader.Read7BitEncodedInt64();

        if (target is not null && (type != target.dtype || !shape.SequenceEqual(target.shape)))
            throw new ArgumentException($"'{name}' is stored as {type} [{string.Join(", ", shape)}], but the module's is {target.dtype} [{string.Join(", ", target.shape)}].");

        var bytes = reader.ReadBytes(Checked(reader, name, shape.Aggregate((long)Tensor.ElementSize(type), (product, size) => checked(product * size))));
        if (target is not null)
            Fill(target, type, shape, bytes);
    }

    private static void Fill(Tensor target, ScalarType type, long[] shape, byte[] bytes)
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var values = empty(shape, type);
        bytes.CopyTo(values.bytes);
        target.copy_(values);
    }

    /// <summary>No more than the file still holds is ever allocated.</summary>
    private static int Checked(BinaryReader reader, string name, long count)
    {
        var left = reader.BaseStream.Length - reader.BaseStream.Position;
        return count >= 0 && count <= Math.Min(left, int.MaxValue)
            ? (int)count
            : throw new InvalidDataException($"'{name}' asks for {count} bytes, but the file has {left} left.");
    }
}
