namespace Seq2SeqService.Core.Checkpoints;

/// <summary>One weight tensor in fp32, row-major.</summary>
public sealed record WeightTensor(IReadOnlyList<long> Shape, float[] Values);

/// <summary>
/// The named weights of a network, read whole from a checkpoint and checked: shapes agree with the request, values are finite. Matrices may
/// be there in 8 bits; who asks for fp32 then gets what the 8 bits stand for.
/// </summary>
public sealed class ModelWeights(IReadOnlyDictionary<string, WeightTensor> tensors, IReadOnlyDictionary<string, QuantizedTensor>? matrices = null)
{
    private readonly IReadOnlyDictionary<string, QuantizedTensor> _matrices = matrices ?? new Dictionary<string, QuantizedTensor>();

    /// <summary>
    /// Reads the floating-point tensors (F32, F16, BF16) of a safetensors file into fp32, and matrices in 8 bits with their scales as they
    /// are. NaN or infinity is a <see cref="CheckpointException"/> with the tensor's name; tensors of other integers are left out.
    /// </summary>
    public static ModelWeights Read(string path)
    {
        using var reader = SafetensorsReader.Open(path);
        var inBytes = new QuantizedTensorReader(reader, Path.GetFileName(path));
        var tensors = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        var matrices = new Dictionary<string, QuantizedTensor>(StringComparer.Ordinal);

        foreach (var tensor in reader.Tensors)
        {
            if (tensor.Type == TensorType.I8)
                matrices.Add(tensor.Name, inBytes.Read(tensor));
            else if (tensor.Type.IsFloat() && !inBytes.IsScales(tensor))
                tensors.Add(tensor.Name, ReadSingles(reader, tensor));
        }

        return new(tensors, matrices);
    }

    public IEnumerable<string> Names => tensors.Keys.Concat(_matrices.Keys);

    /// <summary>Some matrices are in 8 bits already.</summary>
    public bool IsQuantized => _matrices.Count > 0;

    public bool Contains(string name) => tensors.ContainsKey(name) || _matrices.ContainsKey(name);

    /// <summary>The values of <paramref name="name"/>; a missing tensor or another shape is a <see cref="CheckpointException"/>.</summary>
    public float[] Get(string name, params long[] shape)
    {
        RequireShape(name, shape);
        return Find(name).Values;
    }

    /// <summary>
    /// The matrix <paramref name="name"/> in 8 bits, what follows its first dimension taken as one: as it is stored, or rounded now; refused
    /// as <see cref="Get"/> refuses.
    /// </summary>
    public QuantizedTensor Quantized(string name, params long[] shape)
    {
        RequireShape(name, shape);
        return _matrices.TryGetValue(name, out var stored) ? stored : QuantizedTensor.Of(Find(name));
    }

    /// <summary>The shape and values of <paramref name="name"/>, for readers that accept more than one shape.</summary>
    public WeightTensor Find(string name)
    {
        if (_matrices.TryGetValue(name, out var matrix))
            return new(matrix.Shape, matrix.ToSingles());

        return tensors.TryGetValue(name, out var tensor) ? tensor : throw new CheckpointException($"The weights have no tensor '{name}'.");
    }

    /// <summary>
    /// The same weights with every matrix in 8 bits, just as <c>model.int8.safetensors</c> holds them: an engine computes the same with both,
    /// bit for bit.
    /// </summary>
    public ModelWeights Quantize()
    {
        var left = tensors.Where(named => !MatrixNames.IsMatrix(named.Key, named.Value.Shape));
        var rounded = tensors.Where(named => MatrixNames.IsMatrix(named.Key, named.Value.Shape))
            .Select(named => KeyValuePair.Create(named.Key, QuantizedTensor.Of(named.Value)));
        return new(left.ToDictionary(StringComparer.Ordinal), _matrices.Concat(rounded).ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>Writes a safetensors file of these weights: matrices in 8 bits with their scales, everything else in fp32.</summary>
    public void Write(Stream stream)
    {
        var singles = tensors.Select(named => StoredTensor.Of(new WeightSource(named.Key, named.Value.Shape, named.Value.Values), TensorType.F32));
        SafetensorsWriter.Write(stream, [.. singles, .. _matrices.SelectMany(named => StoredTensor.Of(named.Key, named.Value))]);
    }

    private static WeightTensor ReadSingles(SafetensorsReader reader, SafetensorsEntry tensor)
    {
        var values = reader.ReadSingles(tensor);
        FiniteValues.Require(values, tensor.Name);
        return new(tensor.Shape, values);
    }

    private void RequireShape(string name, long[] shape)
    {
        var found = _matrices.TryGetValue(name, out var matrix) ? matrix.Shape : Find(name).Shape;
        if (!found.SequenceEqual(shape))
        {
            throw new CheckpointException(
                $"Tensor '{name}' has the shape [{string.Join(", ", found)}]; the configuration asks for [{string.Join(", ", shape)}].");
        }
    }
}
