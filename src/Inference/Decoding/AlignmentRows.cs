namespace Seq2SeqService.Inference.Decoding;

/// <summary>Puts together what several steps say of one output token.</summary>
internal static class AlignmentRows
{
    /// <summary>For each step the weight of each source token, summing to 1; none where the steps kept nothing.</summary>
    public static IReadOnlyList<float[]> Of(IReadOnlyList<StepTrace> traces)
    {
        if (traces.Count == 0 || traces[0].Alignment is null)
            return [];

        var rows = new float[traces.Count][];
        for (var step = 0; step < rows.Length; step++)
            rows[step] = Row(traces[step].Alignment!, step + 1 < rows.Length ? traces[step + 1].Alignment! : []);

        return rows;
    }

    private static float[] Row(float[] own, float[] behind)
    {
        var row = own[..(own.Length / 2)];
        for (var s = 0; s < row.Length && behind.Length > 0; s++)
            row[s] += behind[row.Length + s];

        var sum = row.Sum();
        for (var s = 0; s < row.Length && sum > 0; s++)
            row[s] /= sum;

        return row;
    }
}
