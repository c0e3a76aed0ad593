using System.Numerics;

namespace Seq2SeqService.Inference.Engines.Cpu.Buffers;

/// <summary>
/// Buffers waiting to be used again, by powers of two, so that translating sentence after sentence allocates nothing.
/// Belongs to one engine and is used by one thread at a time.
/// </summary>
internal sealed class BufferShelf
{
    private const int Smallest = 1 << 10;

    /// <summary>Floats kept at most (256 MiB); what is handed back beyond them is left to the garbage collector.</summary>
    private const long MostKept = 64L << 20;

    private readonly Stack<FloatBuffer>[] _bySize = [.. Enumerable.Range(0, 32).Select(_ => new Stack<FloatBuffer>())];
    private long _kept;

    /// <summary>A buffer of at least <paramref name="count"/> floats with any content.</summary>
    public FloatBuffer Rent(int count)
    {
        var size = Math.Max((uint)Smallest, BitOperations.RoundUpToPowerOf2((uint)count));
        if (size > int.MaxValue / 2)
            return new FloatBuffer(count);

        if (!_bySize[BitOperations.Log2(size)].TryPop(out var buffer))
            return new FloatBuffer((int)size);

        _kept -= buffer.Capacity;
        return buffer;
    }

    /// <summary>Takes back a rented buffer; the caller must not touch it again.</summary>
    public void Return(FloatBuffer buffer)
    {
        if (!BitOperations.IsPow2(buffer.Capacity) || _kept + buffer.Capacity > MostKept)
            return;

        _kept += buffer.Capacity;
        _bySize[BitOperations.Log2((uint)buffer.Capacity)].Push(buffer);
    }
}
