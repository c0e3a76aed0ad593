namespace Seq2SeqService.Inference.Engines;

/// <summary>What one decoding step is given. Its arrays may be longer than the step has rows: what lies behind row N is not looked at.</summary>
public sealed class StepInput
{
    /// <summary>The last token of every row, at least N values.</summary>
    public required int[] Tokens { get; set; }

    /// <summary>How many candidates to return for every row, k.</summary>
    public required int Candidates { get; set; }

    /// <summary>Tokens that row i must not produce, or null; log-probabilities are those of all tokens that the engine scores all the same.</summary>
    public IReadOnlyList<int>?[]? Banned { get; set; }

    /// <summary>The token that row i is made to produce (a prefix), or -1; then it is the row's first candidate, with its true log-probability.</summary>
    public int[]? Forced { get; set; }

    /// <summary>Asks for <see cref="StepOutput.Attention"/>.</summary>
    public bool WithAttention { get; set; }

    /// <summary>Asks for <see cref="StepOutput.Alignment"/>; an engine without <see cref="IEngine.HasAlignmentHeads"/> does not look at it.</summary>
    public AlignmentHeads? AlignmentHeads { get; set; }
}

/// <summary>What one decoding step found: for every row k candidates, the most probable first. Reused from step to step.</summary>
public sealed class StepOutput
{
    /// <summary>Token ids, N × k, row-major; equal ones are ordered by id. A row's first few are the same however many are asked for.</summary>
    public int[] Ids { get; private set; } = [];

    /// <summary>Natural logarithms of the probabilities, N × k.</summary>
    public float[] LogProbabilities { get; private set; } = [];

    /// <summary>
    /// Where <see cref="StepInput.WithAttention"/> asked for it and the network has attention: for every row the weight of each of its source
    /// tokens (the end of sentence too) in this step, summing to 1; the mean over heads and layers where there are several. Else empty.
    /// </summary>
    public float[][] Attention { get; set; } = [];

    /// <summary>
    /// Where <see cref="StepInput.AlignmentHeads"/> asked for it: for every row the mean weight of each of its source tokens over the
    /// heads that speak of the token of this step, then over those that speak of the token before. Else empty.
    /// </summary>
    public float[][] Alignment { get; set; } = [];

    /// <summary>Makes room for <paramref name="rows"/> × <paramref name="candidates"/> values, at least doubling when it grows; never shrinks.</summary>
    public void Reserve(int rows, int candidates)
    {
        if (Ids.Length >= rows * candidates)
            return;

        var places = Math.Max(rows * candidates, 2 * Ids.Length);
        Ids = new int[places];
        LogProbabilities = new float[places];
    }
}
