namespace Seq2SeqService.Inference.Decoding;

/// <summary>
/// Beam search for outputs that hold given phrases, by dynamic beam allocation (Post and Vilar, 2018): the beam's places are shared among outputs that
/// have said equally many of the phrases' tokens, so that those with more of them live on although the network thinks less of them. Of each row the
/// engine gives, besides its best candidates, a token that brings it further. Only outputs with all phrases are finished.
/// </summary>
internal sealed class ConstrainedBeamGroup : DecodingGroup
{
    private readonly WantedPhrases _phrases;
    private readonly FinishedHypotheses _finished;
    private readonly List<Candidate> _ranked;
    private readonly List<Candidate> _chosen;
    private readonly int[] _parents;
    private readonly LiveHypothesis[] _live;
    private readonly PhraseProgress[] _progress;
    private readonly LiveHypothesis[] _before;
    private int _rows = 1;

    public ConstrainedBeamGroup(int[] source, TargetRules rules, DecodingOptions options, CancellationToken cancel)
        : base(source, rules, options, cancel)
    {
        var beam = options.BeamSize;
        (_phrases, _finished) = (new(options.Phrases), new(beam));
        (_ranked, _chosen) = (new(beam * (beam + 2)), new(beam));
        (_parents, _live, _before, _progress) = (new int[beam], new LiveHypothesis[beam], new LiveHypothesis[beam], new PhraseProgress[beam]);
        (_live[0], _progress[0]) = (new(TokenTree.Root, rules.StartId, Sum: 0), PhraseProgress.None);
    }

    public override ReadOnlySpan<LiveHypothesis> Live => _live.AsSpan(0, _rows);

    public override IReadOnlyList<Hypothesis> Results => [.. _finished.Best.Take(Options.NBest).Select(Output)];

    protected override (int Node, int Length) Stable => SharedBeginning(_finished);

    // The end of sentence and the token that brings a row further, beside as many as the beam has places.
    public override int Candidates => Forced >= 0 ? 1 : Math.Min(Options.BeamSize + 2, VocabularySize);

    public override int ForcedIn(int row) => Forced >= 0 ? Forced : _phrases.Next(_progress[row], turn: row + Length);

    public override ReadOnlySpan<int> Advance(CandidateTable candidates)
    {
        Rank(candidates);
        if (IsAtLimit)
        {
            _finished.Fill(_live.Take(_rows).Select(Cut));
            return Finish();
        }

        Choose();
        if (_finished.Best.Count > 0 && (_chosen.Count == 0 || BestAttainable() <= _finished.Best[0].Score))
            return Finish();
        if (_chosen.Count == 0)
            throw Fault("no token with a probability above 0");

        MoveOn(candidates);
        return _parents.AsSpan(0, _rows);
    }

    private void Rank(CandidateTable candidates)
    {
        _ranked.Clear();
        var count = Candidates;
        for (var row = 0; row < _rows; row++)
        {
            for (var rank = 0; rank < count; rank++)
            {
                var (token, logProbability) = (candidates.Id(row, rank), Checked(candidates.LogProbability(row, rank)));
                if (float.IsNegativeInfinity(logProbability))
                    continue;

                if (token != EosId)
                    Add(row, token, logProbability);
                else if (_phrases.Said(_progress[row]) == _phrases.Tokens)
                    _finished.Add(End(_live[row], logProbability, Trace(candidates, row)));
            }
        }

        _ranked.Sort(Candidate.BestFirst);
    }

    private void Add(int row, int token, float logProbability)
    {
        var progress = _phrases.After(_progress[row], token);
        _ranked.Add(new(row, token, logProbability, _live[row].Sum + logProbability, progress, _phrases.Said(progress)));
    }

    /// <summary>Equal shares of the beam, those that have said most first; what a share leaves free goes to the best of all.</summary>
    private void Choose()
    {
        _chosen.Clear();
        var (beam, shares) = (Options.BeamSize, _phrases.Tokens + 1);
        for (var said = _phrases.Tokens; said >= 0; said--)
            Choose(said, Math.Max(beam / shares, 1) + (said == _phrases.Tokens ? beam % shares : 0));

        for (var rank = 0; rank < _ranked.Count && _chosen.Count < beam; rank++)
        {
            if (!_chosen.Contains(_ranked[rank]))
                _chosen.Add(_ranked[rank]);
        }
    }

    private void Choose(int said, int places)
    {
        for (var rank = 0; rank < _ranked.Count && places > 0 && _chosen.Count < Options.BeamSize; rank++)
        {
            if (_ranked[rank].Said != said)
                continue;

            _chosen.Add(_ranked[rank]);
            places--;
        }
    }

    private double BestAttainable()
    {
        var best = double.NegativeInfinity;
        foreach (var candidate in _chosen)
            best = Math.Max(best, LengthNormalisation.Score(candidate.Sum, Length + 2, Options.LengthPenalty));

        return best;
    }

    private void MoveOn(CandidateTable candidates)
    {
        _live.CopyTo(_before, 0);
        _rows = _chosen.Count;
        for (var row = 0; row < _rows; row++)
        {
            var candidate = _chosen[row];
            _live[row] = Extend(_before[candidate.Row], candidate.Token, candidate.LogProbability, Trace(candidates, candidate.Row));
            (_progress[row], _parents[row]) = (candidate.Progress, candidate.Row);
        }

        Length++;
    }

    private ReadOnlySpan<int> Finish()
    {
        IsFinished = true;
        return [];
    }

    private readonly record struct Candidate(int Row, int Token, float LogProbability, double Sum, PhraseProgress Progress, int Said)
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
