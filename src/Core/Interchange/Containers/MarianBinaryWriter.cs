using System.Text;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.Containers;

/// <summary>
/// Writes Marian's <c>.bin</c>, which <see cref="MarianBinary"/> reads. Names and sizes stand before the first value, so tensors are gathered
/// first. Values begin at multiples of 256 bytes: Marian computes with them where they lie.
/// </summary>
internal sealed class MarianBinaryWriter
{
    private const int Alignment = 256;

    private readonly List<Item> _items = [];

    public void Add(string name, WeightTensor tensor) =>
        _items.Add(new(Name(name), MarianBinary.Float32, tensor.Shape, (long)tensor.Values.Length * sizeof(float), target => FloatStream.Write(target, tensor.Values)));

    public void Add(string name, byte[] bytes) => _items.Add(new(Name(name), MarianBinary.Int8, [bytes.Length], bytes.Length, target => target.Write(bytes)));

    /// <summary>Writes the file; <paramref name="stream"/> stands at its beginning.</summary>
    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(MarianBinary.Version);
        writer.Write((ulong)_items.Count);
        foreach (var item in _items)
        {
            writer.Write((ulong)item.Name.Length);
            writer.Write(item.Type);
            writer.Write((ulong)item.Shape.Count);
            writer.Write((ulong)Aligned(item.Bytes));
        }

        foreach (var item in _items)
            writer.Write(item.Name);
        foreach (var size in _items.SelectMany(item => item.Shape))
            writer.Write((int)size);

        var padding = Padding(stream.Position + sizeof(ulong));
        writer.Write((ulong)padding);
        writer.Write(new byte[padding]);
        foreach (var item in _items)
        {
            item.Write(stream);
            writer.Write(new byte[Padding(item.Bytes)]);
        }
    }

    private static byte[] Name(string name) => [.. Encoding.UTF8.GetBytes(name), 0];

    private static long Aligned(long bytes) => bytes + Padding(bytes);

    private static int Padding(long bytes) => (int)((Alignment - (bytes % Alignment)) % Alignment);

    private sealed record Item(byte[] Name, ulong Type, IReadOnlyList<long> Shape, long Bytes, Action<Stream> Write);
}
