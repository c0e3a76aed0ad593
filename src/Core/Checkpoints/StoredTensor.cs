using System.Runtime.InteropServices;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>A tensor as it lies in a safetensors file.</summary>
/// <param name="Write">Writes the bytes, as many as type and shape ask for; called once.</param>
internal sealed record StoredTensor(string Name, TensorType Type, IReadOnlyList<long> Shape, Action<Stream> Write)
{
    private const int ChunkValues = 1 << 18;

    /// <summary>Stored bytes.</summary>
    public long ByteCount => Shape.Aggregate((long)Type.ByteSize(), (product, size) => checked(product * size));

    /// <summary>A tensor of <see cref="TensorType.F32"/> or <see cref="TensorType.F16"/>.</summary>
    public static StoredTensor Of(WeightSource source, TensorType type) =>
        new(source.Name, type, source.Shape, stream => WriteFloats(stream, source, type));

    /// <summary>A matrix in 8 bits, and its scales.</summary>
    public static IEnumerable<StoredTensor> Of(string name, QuantizedTensor matrix) =>
    [
        new(name, TensorType.I8, matrix.Shape, stream => stream.Write(MemoryMarshal.AsBytes(matrix.Values.AsSpan()))),
        Of(new WeightSource(QuantizedTensorReader.ScalesOf(name), [matrix.Scales.Length], matrix.Scales), TensorType.F32),
    ];

    /// <summary>A list of <see cref="TensorType.I32"/>.</summary>
    public static StoredTensor Of(string name, int[] values) =>
        new(name, TensorType.I32, [values.Length], stream => stream.Write(MemoryMarshal.AsBytes(values.AsSpan())));

    private static void WriteFloats(Stream stream, WeightSource tensor, TensorType type)
    {
        var values = tensor.Read();
        if (values.Length != tensor.Count)
            throw new CheckpointException(
                $"Tensor '{tensor.Name}' gives {values.Length} values; its shape [{string.Join(", ", tensor.Shape)}] needs {tensor.Count}.");

        FiniteValues.Require(values, tensor.Name);
        var halves = type == TensorType.F16 ? new Half[Math.Min(ChunkValues, values.Length)] : [];

        for (var start = 0; start < values.Length; start += ChunkValues)
        {
            var part = values.AsSpan(start, Math.Min(ChunkValues, values.Length - start));
            stream.Write(type == TensorType.F16 ? Narrow(part, halves, tensor.Name) : MemoryMarshal.AsBytes(part));
        }
    }

    private static ReadOnlySpan<byte> Narrow(ReadOnlySpan<float> values, Half[] halves, string name)
    {
        for (var i = 0; i < values.Length; i++)
        {
            halves[i] = (Half)values[i];
            if (!Half.IsFinite(halves[i]))
                throw new CheckpointException($"Tensor '{name}' has the value {values[i]}, too large for fp16; store the model as fp32.");
        }

        return MemoryMarshal.AsBytes(halves.AsSpan(0, values.Length));
    }
}
