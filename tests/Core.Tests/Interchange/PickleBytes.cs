using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Seq2SeqService.Core.Tests.Interchange;

/// <summary>Writes pickles instruction by instruction.</summary>
internal sealed class PickleBytes
{
    private readonly List<byte> _bytes = [0x80, 2];

    public byte[] Bytes => [.. _bytes];

    /// <summary>A dictionary of weights with a storage each, and the remarks of a module on it, as PyTorch pickles them.</summary>
    public byte[] StateOf(IReadOnlyDictionary<string, ForeignTensor> tensors, string storage)
    {
        Global("collections", "OrderedDict").Code(")Rq").Raw(0).Code("(");
        var key = 0;
        foreach (var (name, tensor) in tensors)
            Text(name).Tensor(tensor.Shape, storage, key++, tensor.Values.Length);
        Code("u}").Text("_metadata").Global("collections", "OrderedDict").Code(")Rsb.");
        return Bytes;
    }

    /// <summary>A call that rebuilds a tensor which fills its storage.</summary>
    public PickleBytes Tensor(long[] shape, string storage, int key, int count)
    {
        var stride = 1L;
        var strides = new long[shape.Length];
        for (var i = shape.Length - 1; i >= 0; stride *= shape[i], i--)
            strides[i] = stride;

        return View(storage, key, count, 0, shape, strides);
    }

    /// <summary>A call that rebuilds a tensor from a stretch of a storage.</summary>
    public PickleBytes View(string storage, int key, int count, int offset, long[] shape, long[] strides)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Code("((");
        Text("storage").Global("torch", storage).Text(key.ToString(CultureInfo.InvariantCulture)).Text("cpu").Number(count).Code("tQ");
        Number(offset).Numbers(shape).Numbers(strides).Raw(0x89);
        return Global("collections", "OrderedDict").Code(")RtR");
    }

    public PickleBytes Numbers(IEnumerable<long> values)
    {
        Code("(");
        foreach (var value in values)
            Number(value);
        return Code("t");
    }

    public PickleBytes Number(long value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)value);
        return Code("J").Raw(bytes);
    }

    public PickleBytes Text(string text)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, Encoding.UTF8.GetByteCount(text));
        return Code("X").Raw(size).Raw(Encoding.UTF8.GetBytes(text));
    }

    public PickleBytes Global(string module, string name) => Code($"c{module}\n{name}\n");

    public PickleBytes Code(string letters) => Raw(Encoding.Latin1.GetBytes(letters));

    public PickleBytes Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }
}
