namespace Seq2SeqService.Inference.Decoding;

/// <summary>
/// One sentence on its way: the rows that move, stay and leave together. It only decides; a <see cref="BatchDecoder"/> moves the rows.
/// A group begins with one row, and each step says which of its rows live on, possibly several times.
/// </summary>
internal abstract class DecodingGroup(int[] source, TargetRules rules, DecodingOptions options, CancellationToken cancel)
{
    public int[] Source => source;

    /// <summary>Nobody waits for the answer any more.</summary>
    public bool IsAbandoned => cancel.IsCancellationRequested;

    public bool IsFinished { get; protected set; }

    /// <summary>The outputs, best first; complete once <see cref="IsFinished"/>.</summary>
    public abstract IReadOnlyList<Hypothesis> Results { get; }

    /// <summary>The outputs in the making, one a row.</summary>
    public abstract IReadOnlyList<LiveHypothesis> Live { get; }

    /// <summary>Candidates that the group wants of each of its rows at the next step.</summary>
    public abstract int Candidates { get; }

    public bool WithAttention => options.WithAttention;

    public OutputConstraints Constraints { get; } = new(rules, options, source.Length);

    protected DecodingOptions Options => options;

    protected int EosId => rules.EosId;

    protected int VocabularySize => rules.VocabularySize;

    public static DecodingGroup Create(int[] source, TargetRules rules, DecodingOptions options, CancellationToken cancel) =>
        options.BeamSize == 1
            ? new GreedyGroup(source, rules, options, cancel)
            : new BeamGroup(source, rules, options, cancel);

    /// <summary>Takes the step's candidates and returns, for every row of the next step, the row of this one that it continues; none when finished.</summary>
    public abstract IReadOnlyList<int> Advance(CandidateTable candidates);

    /// <summary>A candidate's log-probability; minus infinity marks a place that the engine could not fill.</summary>
    protected float Checked(float logProbability) =>
        float.IsNaN(logProbability) || float.IsPositiveInfinity(logProbability)
            ? throw Fault($"a log-probability of {logProbability}")
            : logProbability;

    /// <summary>What the next token of a row attended to; null where nobody asked.</summary>
    protected float[]? Attention(CandidateTable candidates, int row) => WithAttention ? candidates.Attention(row) : null;

    protected ModelFaultException Fault(string what) => new($"The model '{rules.Model}' gave {what} at token {Live[0].Length + 1} of an output.");
}
