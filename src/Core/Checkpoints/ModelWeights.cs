namespace Seq2SeqService.Core.Checkpoints;

/// <summary>One weight tensor in fp32, row-major.</summary>
public sealed record WeightTensor(IReadOnlyList<long> Shape, float[] Values);

/// <summary>The named weights of a network, read whole from a checkpoint and checked: shapes agree with the request, values are finite.</summary>
public sealed class ModelWeights(IReadOnlyDictionary<string, WeightTensor> tensors)
{
    /// <summary>
    /// Reads the floating-point tensors (F32, F16, BF16) of a safetensors file into fp32. NaN or infinity is a
    /// <see cref="CheckpointException"/> with the tensor's name; tensors of integers are left out.
    /// </summary>
    public static ModelWeights Read(string path)
    {
        using var reader = SafetensorsReader.Open(path);
        var tensors = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);

        foreach (var tensor in reader.Tensors.Where(tensor => tensor.Type.IsFloat()))
        {
            var values = reader.ReadSingles(tensor);
            FiniteValues.Require(values, tensor.Name);
            tensors.Add(tensor.Name, new(tensor.Shape, values));
        }

        return new(tensors);
    }

    public IEnumerable<string> Names => tensors.Keys;

    public bool Contains(string name) => tensors.ContainsKey(name);

    /// <summary>The values of <paramref name="name"/>; a missing tensor or another shape is a <see cref="CheckpointException"/>.</summary>
    public float[] Get(string name, params long[] shape)
    {
        if (!tensors.TryGetValue(name, out var tensor))
            throw new CheckpointException($"The weights have no tensor '{name}'.");

        return tensor.Shape.SequenceEqual(shape)
            ? tensor.Values
            : throw new CheckpointException(
                $"Tensor '{name}' has the shape [{string.Join(", ", tensor.Shape)}]; the configuration asks for [{string.Join(", ", shape)}].");
    }

    /// <summary>The matrix <paramref name="name"/> in 8 bits, what follows its first dimension as one; refused as <see cref="Get"/> refuses.</summary>
    public QuantizedTensor Quantized(string name, params long[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var values = Get(name, shape);
        return QuantizedTensor.Of(new([shape[0], values.Length / shape[0]], values));
    }

    /// <summary>The shape and values of <paramref name="name"/>, for readers that accept more than one shape.</summary>
    public WeightTensor Find(string name) =>
        tensors.TryGetValue(name, out var tensor) ? tensor : throw new CheckpointException($"The weights have no tensor '{name}'.");
}
