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
    private readonly List<Candidate> _ranked = [];
    private List<LiveHypothesis> _live = [LiveHypothesis.Start(rules.StartId)];

    public override IReadOnlyList<LiveHypothesis> Live => _live;

    public override IReadOnlyList<Hypothesis> Results => [.. _finished.Best.Take(Options.NBest)];

    // Each row has one end of sentence, so n + 1 candidates hold its n best continuations; the group's best 2n are among them.
    public override int Candidates => Constraints.IsForced(_live[0].Length) ? 1 : Math.Min(Options.BeamSize + 1, VocabularySize);

    public override IReadOnlyList<int> Advance(CandidateTable candidates)
    {
        Rank(candidates);
        if (_ranked.Count == 0)
            throw Fault("no token with a probability above 0");

        CollectFinished(candidates);
        if (_live[0].Length == Constraints.MaxLength)
            return Finish(cut: _live);

        var (live, parents) = Survivors(candidates);
        if (live.Count == 0 || (_finished.IsFull && BestAttainable(live) <= _finished.Worst))
            return Finish(cut: []);

        _live = live;
        return parents;
    }

    private void Rank(CandidateTable candidates)
    {
        _ranked.Clear();
        for (var row = 0; row < _live.Count; row++)
        {
            for (var rank = 0; rank < Candidates; rank++)
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
        foreach (var candidate in _ranked.Take(Options.BeamSize))
        {
            if (candidate.Token == EosId)
                _finished.Add(_live[candidate.Row].End(candidate.LogProbability, Options.LengthPenalty, Attention(candidates, candidate.Row)));
        }
    }

    private (List<LiveHypothesis> Live, List<int> Parents) Survivors(CandidateTable candidates)
    {
        var live = new List<LiveHypothesis>(Options.BeamSize);
        var parents = new List<int>(Options.BeamSize);
        foreach (var candidate in _ranked.Where(candidate => candidate.Token != EosId).Take(Options.BeamSize))
        {
            live.Add(_live[candidate.Row].Extend(candidate.Token, candidate.LogProbability, Attention(candidates, candidate.Row)));
            parents.Add(candidate.Row);
        }

        return (live, parents);
    }

    private double BestAttainable(List<LiveHypothesis> live) =>
        LengthNormalisation.Score(live[0].Sum, live[0].Length + 1, Options.LengthPenalty);

    private int[] Finish(IReadOnlyList<LiveHypothesis> cut)
    {
        _finished.Fill(cut.Select(hypothesis => hypothesis.Cut(Options.LengthPenalty)));
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
