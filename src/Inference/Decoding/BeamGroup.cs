namespace Seq2SeqService.Inference.Decoding;

/// <summary>
/// Beam search by the convention of Hugging Face's generation (<c>early_stopping=false</c>): at every step the candidates of all rows are
/// ranked together; an end of sentence among the first n is finished, and the best n others live on, so finished outputs take no place in
/// the beam (in Marian they do). The search is over when n outputs are finished and the best live one, if it ended now at no cost, would
/// not beat the worst of them. For length penalties of 0 or below that is exact; above 0 a longer output could in theory still win.
/// Ties go to the earlier row, then to the smaller token id.
/// </summary>
internal sealed class BeamGroup(int[] source, TargetRules rules, DecodingOptions options, CancellationToken cancel)
    : DecodingGroup(source, rules, options, cancel)
{
    private readonly FinishedHypotheses _finished = new(options.BeamSize);
    private readonly List<Candidate> _ranked = new(options.BeamSize * (options.BeamSize + 1));
    private readonly int[] _parents = new int[options.BeamSize];
    private LiveHypothesis[] _live = First(rules.StartId, options.BeamSize);
    private LiveHypothesis[] _next = new LiveHypothesis[options.BeamSize];
    private int _rows = 1;

    public override ReadOnlySpan<LiveHypothesis> Live => _live.AsSpan(0, _rows);

    public override IReadOnlyList<Hypothesis> Results => [.. _finished.Best.Take(Options.NBest).Select(Output)];

    /// <summary>What is shared by all that can become the best output: those that go on from a live one, and the best of the finished.</summary>
    protected override (int Node, int Length) Stable => SharedBeginning(_finished);

    // Each row has one end of sentence, so n + 1 candidates hold its n best continuations; the group's best 2n are among them.
    public override int Candidates => Forced >= 0 ? 1 : Math.Min(Options.BeamSize + 1, VocabularySize);

    public override ReadOnlySpan<int> Advance(CandidateTable candidates)
    {
        Rank(candidates);
        if (_ranked.Count == 0)
            throw Fault("no token with a probability above 0");

        CollectFinished(candidates);
        if (IsAtLimit)
        {
            _finished.Fill(_live.Take(_rows).Select(Cut));
            return Finish();
        }

        var survivors = Survivors(candidates);
        if (survivors == 0 || (_finished.IsFull && BestAttainable(_next[0]) <= _finished.Worst))
            return Finish();

        (_live, _next) = (_next, _live);
        _rows = survivors;
        Length++;
        return _parents.AsSpan(0, survivors);
    }

    private static LiveHypothesis[] First(int startId, int beamSize)
    {
        var live = new LiveHypothesis[beamSize];
        live[0] = new(TokenTree.Root, startId, Sum: 0);
        return live;
    }

    private void Rank(CandidateTable candidates)
    {
        _ranked.Clear();
        var count = Candidates;
        for (var row = 0; row < _rows; row++)
        {
            for (var rank = 0; rank < count; rank++)
            {
                var logProbability = Checked(candidates.LogProbability(row, rank));
                if (!float.IsNegativeInfinity(logProbability))
                    _ranked.Add(new(row, candidates.Id(row, rank), logProbability, _live[row].Sum + logProbability));
            }
        }

        _ranked.Sort(Candidate.BestFirst);
    }

    private void CollectFinished(CandidateTable candidates)
    {
        for (var rank = 0; rank < Math.Min(Options.BeamSize, _ranked.Count); rank++)
        {
            var candidate = _ranked[rank];
            if (candidate.Token == EosId)
                _finished.Add(End(_live[candidate.Row], candidate.LogProbability, Trace(candidates, candidate.Row)));
        }
    }

    /// <summary>Fills the next rows and their parents; returns how many there are.</summary>
    private int Survivors(CandidateTable candidates)
    {
        var count = 0;
        for (var rank = 0; rank < _ranked.Count && count < Options.BeamSize; rank++)
        {
            var candidate = _ranked[rank];
            if (candidate.Token == EosId)
                continue;

            _next[count] = Extend(_live[candidate.Row], candidate.Token, candidate.LogProbability, Trace(candidates, candidate.Row));
            _parents[count++] = candidate.Row;
        }

        return count;
    }

    private double BestAttainable(LiveHypothesis next) => LengthNormalisation.Score(next.Sum, Length + 2, Options.LengthPenalty);

    private ReadOnlySpan<int> Finish()
    {
        IsFinished = true;
        return [];
    }

    private readonly record struct Candidate(int Row, int Token, float LogProbability, double Sum)
    {
        public static int BestFirst(Candidate a, Candidate b)
        {
            var bySum = b.Sum.CompareTo(a.Sum);
            if (bySum != 0)
                return bySum;

            return a.Row != b.Row ? a.Row.CompareTo(b.Row) : a.Token.CompareTo(b.Token);
        }
    }
}
