using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Decoding;

/// <summary>
/// One sentence on its way: the rows that move, stay and leave together. It only decides; a <see cref="BatchDecoder"/> moves the rows.
/// A group begins with one row, and each step says which of its rows live on, possibly several times. All its rows have said equally much.
/// Its memory is taken when it begins: steps allocate nothing, but for what attention they are asked to keep.
/// </summary>
internal abstract class DecodingGroup
{
    private readonly TargetRules _rules;
    private readonly OutputConstraints _constraints;
    private readonly CancellationToken _cancel;

    protected DecodingGroup(int[] source, TargetRules rules, DecodingOptions options, CancellationToken cancel)
    {
        _rules = rules;
        _cancel = cancel;
        _constraints = new(rules, options, source.Length);
        Source = source;
        Options = options;
        Tree = new(options.BeamSize * _constraints.MaxLength, options.WithAttention || options.WithAlignment);
    }

    public int[] Source { get; }

    /// <summary>Nobody waits for the answer any more.</summary>
    public bool IsAbandoned => _cancel.IsCancellationRequested;

    public bool IsFinished { get; protected set; }

    /// <summary>The outputs, best first; complete once <see cref="IsFinished"/>.</summary>
    public abstract IReadOnlyList<Hypothesis> Results { get; }

    /// <summary>The outputs in the making, one a row.</summary>
    public abstract ReadOnlySpan<LiveHypothesis> Live { get; }

    /// <summary>The beginning that the best output will have, whatever comes: its last token in <see cref="Tree"/>, and its length.</summary>
    protected abstract (int Node, int Length) Stable { get; }

    /// <summary>Candidates that the group wants of each of its rows at the next step.</summary>
    public abstract int Candidates { get; }

    public bool WithAttention => Options.WithAttention || (Options.WithAlignment && _rules.AlignmentHeads is null);

    /// <summary>The heads whose weights it wants; null where it wants none, or the model names none.</summary>
    public AlignmentHeads? AlignmentHeads => Options.WithAlignment ? _rules.AlignmentHeads : null;

    /// <summary>The token that comes next in every row whatever the network thinks, or -1.</summary>
    public int Forced => _constraints.Forced(Length);

    /// <summary>The token that is the first candidate of a row whatever the network thinks, or -1.</summary>
    public virtual int ForcedIn(int row) => Forced;

    /// <summary>Tokens said so far, in every row.</summary>
    protected int Length { get; set; }

    protected bool IsAtLimit => Length == _constraints.MaxLength;

    protected TokenTree Tree { get; }

    protected DecodingOptions Options { get; }

    protected int EosId => _rules.EosId;

    protected int VocabularySize => _rules.VocabularySize;

    public static DecodingGroup Create(int[] source, TargetRules rules, DecodingOptions options, CancellationToken cancel) =>
        options.Phrases.Count > 0 ? new ConstrainedBeamGroup(source, rules, options, cancel)
        : options.BeamSize == 1
            ? new GreedyGroup(source, rules, options, cancel)
            : new BeamGroup(source, rules, options, cancel);

    /// <summary>Tokens that must not follow in a row; valid until the group has advanced.</summary>
    public IReadOnlyList<int> Banned(int row) => _constraints.Banned(row, Tree, Live[row].Node, Length);

    /// <summary>
    /// Takes the step's candidates and returns, for every row of the next step, the row of this one that it continues; none when finished.
    /// Valid until the next time.
    /// </summary>
    public abstract ReadOnlySpan<int> Advance(CandidateTable candidates);

    /// <summary>Writes down what no further step can change.</summary>
    public void Tell(StableTokens stable) => stable.Grow(Tree, Stable);

    /// <summary>What all rows of a beam and its best finished output begin with.</summary>
    protected (int Node, int Length) SharedBeginning(FinishedHypotheses finished)
    {
        var shared = (Live[0].Node, Length);
        foreach (var live in Live[1..])
            shared = Tree.Shared(shared, (live.Node, Length));

        return finished.Best is [var best, ..] ? Tree.Shared(shared, (best.Node, best.Length)) : shared;
    }

    /// <summary>A candidate's log-probability; minus infinity marks a place that the engine could not fill.</summary>
    protected float Checked(float logProbability) =>
        float.IsNaN(logProbability) || float.IsPositiveInfinity(logProbability)
            ? throw Fault($"a log-probability of {logProbability}")
            : logProbability;

    /// <summary>The output as it ends with the end of sentence.</summary>
    protected FinishedHypothesis End(LiveHypothesis live, float logProbability, StepTrace trace) =>
        new(live.Node, Length, LengthNormalisation.Score(live.Sum + logProbability, Length + 1, Options.LengthPenalty), logProbability, trace);

    /// <summary>The output as the length limit ends it.</summary>
    protected FinishedHypothesis Cut(LiveHypothesis live) =>
        new(live.Node, Length, LengthNormalisation.Score(live.Sum, Length, Options.LengthPenalty), End: null, EndTrace: default);

    protected LiveHypothesis Extend(LiveHypothesis live, int token, float logProbability, StepTrace trace) =>
        new(Tree.Add(live.Node, token, logProbability, trace), token, live.Sum + logProbability);

    /// <summary>The output spelt out, with what was asked for and nothing else.</summary>
    protected Hypothesis Output(FinishedHypothesis finished)
    {
        var output = Tree.Output(finished);
        return output with
        {
            Attention = Options.WithAttention ? output.Attention : [],
            Alignment = Options.WithAlignment && AlignmentHeads is null ? output.Attention : output.Alignment,
        };
    }

    /// <summary>What the network looked at for the next token of a row, as far as somebody asked.</summary>
    protected StepTrace Trace(CandidateTable candidates, int row)
    {
        var attention = WithAttention ? candidates.Attention(row) : null;
        return new(attention, AlignmentHeads is null ? null : candidates.Alignment(row));
    }

    protected ModelFaultException Fault(string what) => new($"The model '{_rules.Model}' gave {what} at token {Length + 1} of an output.");
}
