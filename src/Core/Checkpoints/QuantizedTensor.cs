namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// A weight matrix [outputs, inputs] in 8 bits, row-major: weight = value · scale of its row, values from -127 to 127. One scale for each
/// output keeps a large weight of one from coarsening all others. A convolution [outputs, channels, k] is the matrix [outputs, channels · k].
/// </summary>
public sealed record QuantizedTensor(IReadOnlyList<long> Shape, sbyte[] Values, float[] Scales)
{
    private const float Greatest = 127;

    /// <summary>Weights that one output is made of.</summary>
    public int Inputs => Scales.Length == 0 ? 0 : Values.Length / Scales.Length;

    /// <summary>Rounds every weight to the nearest multiple of its row's greatest magnitude / 127.</summary>
    public static QuantizedTensor Of(WeightTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Shape.Count < 2)
            throw new ArgumentException($"A tensor of {tensor.Shape.Count} dimensions has no rows of outputs; 2 are needed.", nameof(tensor));

        var quantized = new QuantizedTensor(tensor.Shape, new sbyte[tensor.Values.Length], new float[tensor.Shape[0]]);
        for (var row = 0; row < quantized.Scales.Length; row++)
            quantized.Scales[row] = QuantizeRow(quantized.RowOf(tensor.Values, row), quantized.RowOf(quantized.Values, row));

        return quantized;
    }

    /// <summary>The weights that the values stand for.</summary>
    public float[] ToSingles()
    {
        var weights = GC.AllocateUninitializedArray<float>(Values.Length);
        for (var row = 0; row < Scales.Length; row++)
        {
            var values = RowOf(Values, row);
            var singles = RowOf(weights, row);
            for (var i = 0; i < values.Length; i++)
                singles[i] = values[i] * Scales[row];
        }

        return weights;
    }

    private Span<T> RowOf<T>(T[] matrix, int row) => matrix.AsSpan(row * Inputs, Inputs);

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
