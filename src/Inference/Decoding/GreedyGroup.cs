namespace Seq2SeqService.Inference.Decoding;

/// <summary>One row: takes the most probable token, or draws one at random, until the end of sentence.</summary>
internal sealed class GreedyGroup(int[] source, TargetRules rules, DecodingOptions options, CancellationToken cancel)
    : DecodingGroup(source, rules, options, cancel)
{
    private static readonly int[] GoesOn = [0];

    private readonly LiveHypothesis[] _live = [new(TokenTree.Root, rules.StartId, Sum: 0)];
    private readonly Sampler? _sampler = options.Temperature > 0 ? new Sampler(options) : null;
    private Hypothesis[] _results = [];

    public override ReadOnlySpan<LiveHypothesis> Live => _live;

    public override IReadOnlyList<Hypothesis> Results => _results;

    protected override (int Node, int Length) Stable => (_live[0].Node, Length);

    public override int Candidates => _sampler is null || Forced >= 0 ? 1 : Math.Min(Options.TopK, VocabularySize);

    public override ReadOnlySpan<int> Advance(CandidateTable candidates)
    {
        var hypothesis = _live[0];
        var rank = Choose(candidates);
        var token = candidates.Id(0, rank);
        var logProbability = Checked(candidates.LogProbability(0, rank));
        if (float.IsNegativeInfinity(logProbability))
            throw Fault("no token with a probability above 0");

        if (token == EosId)
            return Finish(End(hypothesis, logProbability, Trace(candidates, row: 0)));

        if (IsAtLimit)
            return Finish(Cut(hypothesis));   // the limit leaves room for the end of sentence only

        _live[0] = Extend(hypothesis, token, logProbability, Trace(candidates, row: 0));
        Length++;
        return GoesOn;
    }

    private int Choose(CandidateTable candidates)
    {
        if (Candidates == 1 || _sampler is null)
            return 0;

        foreach (var logProbability in candidates.LogProbabilities(0, Candidates))
            Checked(logProbability);

        return _sampler.Draw(candidates.LogProbabilities(0, Candidates));
    }

    private ReadOnlySpan<int> Finish(FinishedHypothesis result)
    {
        _results = [Output(result)];
        IsFinished = true;
        return [];
    }
}
