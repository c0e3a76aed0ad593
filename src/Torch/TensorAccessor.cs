using System.Collections;
using System.Runtime.InteropServices;

namespace TorchSharp.Utils;

/// <summary>Elements of a contiguous tensor on the CPU.</summary>
public sealed class TensorAccessor<T> : IEnumerable<T>
    where T : unmanaged
{
    private readonly torch.Tensor _tensor;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (tensor.dtype != torch.Tensor.ScalarTypeOf<T>())
            throw new ArgumentException($"The tensor holds {tensor.dtype}, not {typeof(T).Name}.");
        _tensor = tensor;
    }

    public long Count => _tensor.numel();

    public T this[long index]
    {
        get => Elements[checked((int)index)];
        set => Elements[checked((int)index)] = value;
    }

    private Span<T> Elements => MemoryMarshal.Cast<byte, T>(_tensor.bytes);

    public T[] ToArray() => Elements.ToArray();

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
