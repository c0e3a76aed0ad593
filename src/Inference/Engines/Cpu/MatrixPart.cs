namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>A tensor of a checkpoint that is multiplied with, [outputs, inputs] or [outputs, …] with the rest as inputs, and its bias.</summary>
internal sealed record MatrixPart(string Weight, string? Bias, params long[] Shape)
{
    /// <summary>Where this engine's input i stands in the checkpoint; null is where it stands here.</summary>
    public int[]? Columns { get; init; }

    /// <summary>[outputs] unless told.</summary>
    public long[] BiasShape { get; init; } = [Shape[0]];

    /// <summary>Rows of <paramref name="weights"/> in the order of <see cref="Columns"/>.</summary>
    public T[] Arrange<T>(T[] weights)
    {
        if (Columns is null)
            return weights;

        var arranged = new T[weights.Length];
        for (var i = 0; i < arranged.Length; i++)
            arranged[i] = weights[(i / Columns.Length * Columns.Length) + Columns[i % Columns.Length]];
        return arranged;
    }
}
