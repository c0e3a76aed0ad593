namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// A weight matrix [outputs, inputs] in 8 bits, row-major: weight = value · scale of its row, values from -127 to 127. One scale for each
/// output keeps a large weight of one from coarsening all others.
/// </summary>
public sealed record QuantizedTensor(IReadOnlyList<long> Shape, sbyte[] Values, float[] Scales)
{
    private const float Greatest = 127;

    /// <summary>Rounds every weight to the nearest multiple of its row's greatest magnitude / 127.</summary>
    public static QuantizedTensor Of(WeightTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Shape.Count != 2)
            throw new ArgumentException($"A tensor of {tensor.Shape.Count} dimensions has no rows of outputs; 2 are needed.", nameof(tensor));

        var inputs = (int)tensor.Shape[1];
        var values = new sbyte[tensor.Values.Length];
        var scales = new float[tensor.Shape[0]];
        for (var row = 0; row < scales.Length; row++)
            scales[row] = QuantizeRow(tensor.Values.AsSpan(row * inputs, inputs), values.AsSpan(row * inputs, inputs));

        return new(tensor.Shape, values, scales);
    }

    /// <summary>The weights that the values stand for.</summary>
    public float[] ToSingles()
    {
        var weights = new float[Values.Length];
        var inputs = (int)Shape[1];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = Values[i] * Scales[i / inputs];
        return weights;
    }

    private static float QuantizeRow(ReadOnlySpan<float> weights, Span<sbyte> values)
    {
        var greatest = 0f;
        foreach (var weight in weights)
            greatest = Math.Max(greatest, Math.Abs(weight));
        if (greatest == 0)
            return 0;

        for (var i = 0; i < weights.Length; i++)
            values[i] = (sbyte)MathF.Round(weights[i] / greatest * Greatest);
        return greatest / Greatest;
    }
}
