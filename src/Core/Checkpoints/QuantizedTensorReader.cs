namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// Reads matrices in 8 bits: I8 under a name, and under the name with <c>_scale</c> behind it a float for each row, as <c>weight</c> and
/// <c>weight_scale</c> in the ecosystem's quantised checkpoints. What would not multiply to finite weights is a <see cref="CheckpointException"/>.
/// </summary>
internal sealed class QuantizedTensorReader(SafetensorsReader file, string fileName)
{
    private const string Suffix = "_scale";

    public static string ScalesOf(string name) => name + Suffix;

    /// <summary>Is <paramref name="tensor"/> the scales of a matrix in 8 bits, and so no weight of its own?</summary>
    public bool IsScales(SafetensorsEntry tensor) =>
        tensor.Name.EndsWith(Suffix, StringComparison.Ordinal)
        && file.Contains(tensor.Name[..^Suffix.Length])
        && file.Find(tensor.Name[..^Suffix.Length]).Type == TensorType.I8;

    public QuantizedTensor Read(SafetensorsEntry tensor)
    {
        if (tensor.Shape.Count < 2)
            throw Fault(tensor.Name, $"is in 8 bits but has {tensor.Shape.Count} dimensions; a matrix has 2");

        var scales = ReadScales(tensor);
        var values = file.ReadSignedBytes(tensor);
        return values.AsSpan().IndexOf(sbyte.MinValue) is var index and >= 0
            ? throw Fault(tensor.Name, $"has -128 at element {index}; values in 8 bits go from -127 to 127")
            : new QuantizedTensor(tensor.Shape, values, scales);
    }

    private float[] ReadScales(SafetensorsEntry tensor)
    {
        var name = ScalesOf(tensor.Name);
        if (!file.Contains(name))
            throw Fault(tensor.Name, $"is in 8 bits but has no scales '{name}'");

        var entry = file.Find(name);
        if (!entry.Type.IsFloat() || !entry.Shape.SequenceEqual([tensor.Shape[0]]))
        {
            throw Fault(
                name, $"is {entry.Type} [{string.Join(", ", entry.Shape)}]; the {tensor.Shape[0]} rows of '{tensor.Name}' need a float each, [{tensor.Shape[0]}]");
        }

        var scales = file.ReadSingles(entry);
        return Array.FindIndex(scales, scale => !IsScale(scale)) is var index and >= 0
            ? throw Fault(name, $"has {scales[index]} at element {index}; a scale is finite, not negative, and at most {float.MaxValue / sbyte.MaxValue}")
            : scales;
    }

    /// <summary>127 of them must still be a number.</summary>
    private static bool IsScale(float scale) => scale >= 0 && float.IsFinite(scale * sbyte.MaxValue);

    private CheckpointException Fault(string tensor, string fault) => new($"{fileName}: tensor '{tensor}' {fault}.");
}
