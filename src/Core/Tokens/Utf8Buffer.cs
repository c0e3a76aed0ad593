using System.Buffers;

namespace Seq2SeqService.Core.Tokens;

/// <summary>A growing run of bytes in pooled memory; whoever creates it disposes it.</summary>
internal ref struct Utf8Buffer(int capacity) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 64));

    public int Count { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Count);

    public void Add(byte value)
    {
        if (Count == _bytes.Length)
            Grow(1);
        _bytes[Count++] = value;
    }

    public void Add(scoped ReadOnlySpan<byte> values)
    {
        if (values.Length > _bytes.Length - Count)
            Grow(values.Length);
        values.CopyTo(_bytes.AsSpan(Count));
        Count += values.Length;
    }

    public void RemoveLast(int bytes) => Count -= bytes;

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_bytes.Length * 2, Count + needed)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
