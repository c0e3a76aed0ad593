namespace Seq2SeqService.Core.Checkpoints;

/// <summary>One weight tensor in fp32, row-major.</summary>
public sealed record WeightTensor(IReadOnlyList<long> Shape, float[] Values);

/// <summary>The named weights of a network, read whole from a checkpoint and checked: shapes agree with the request, values are finite.</summary>
public sealed class ModelWeights(IReadOnlyDictionary<string, WeightTensor> tensors)
{
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

    /// <summary>The shape and values of <paramref name="name"/>, for readers that accept more than one shape.</summary>
    public WeightTensor Find(string name) =>
        tensors.TryGetValue(name, out var tensor) ? tensor : throw new CheckpointException($"The weights have no tensor '{name}'.");
}
