using System.Runtime.InteropServices;

namespace Seq2SeqService.Core.Tokens;

/// <summary>Merges the most frequent neighbouring pair again and again, updating only the stretches that hold it.</summary>
internal sealed class PairMerger
{
    private const int Uncovered = -1;

    private readonly int _maxPieceLength;
    private readonly List<MergeableStretch> _stretches = [];
    private readonly List<(string Text, int Length)> _symbols = [];
    private readonly Dictionary<string, int> _symbolOf = [];
    private readonly Dictionary<(int Left, int Right), PairCount> _pairs = [];
    private readonly PriorityQueue<PairCount, PairRank> _queue = new();
    private readonly List<PairCount> _changed = [];

    public PairMerger(List<(string Text, long Count)> stretches, IEnumerable<string> characters, int maxPieceLength)
    {
        _maxPieceLength = maxPieceLength;
        foreach (var character in characters)
            AddSymbol(character, length: 1);
        foreach (var (text, count) in stretches)
        {
            var symbols = text.EnumerateRunes().Select(rune => _symbolOf.GetValueOrDefault(rune.ToString(), Uncovered));
            _stretches.Add(new MergeableStretch([.. symbols], count));
        }
    }

    /// <summary>Makes up to <paramref name="wanted"/> new pieces, most frequent first.</summary>
    public List<string> Merge(int wanted)
    {
        var pieces = new List<string>(wanted);
        for (var i = 0; i < _stretches.Count; i++)
            CountPairs(i, sign: 1);
        QueueChangedPairs();
        while (pieces.Count < wanted && TryTakeBest(out var best))
        {
            var text = TextOf(best);
            if (!_symbolOf.TryGetValue(text, out var merged))
            {
                merged = AddSymbol(text, LengthOf(best));
                pieces.Add(text);
            }
            Apply(best, merged);
            QueueChangedPairs();
        }
        return pieces;
    }

    private int AddSymbol(string text, int length)
    {
        _symbolOf.Add(text, _symbols.Count);
        _symbols.Add((text, length));
        return _symbols.Count - 1;
    }

    private void CountPairs(int stretch, int sign)
    {
        var symbols = _stretches[stretch].Symbols;
        var count = _stretches[stretch].Count * sign;
        for (var i = 1; i < symbols.Length; i++)
        {
            var (left, right) = (symbols[i - 1], symbols[i]);
            if (left == Uncovered || right == Uncovered || _symbols[left].Length + _symbols[right].Length > _maxPieceLength)
                continue;
            ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, (left, right), out var known);
            if (!known)
                pair = new PairCount(left, right);
            pair!.Count += count;
            if (sign > 0)
                Note(pair, stretch);
        }
    }

    private void Note(PairCount pair, int stretch)
    {
        if (pair.Stretches.Count == 0 || pair.Stretches[^1] != stretch)
            pair.Stretches.Add(stretch);
        if (!pair.IsChanged)
        {
            pair.IsChanged = true;
            _changed.Add(pair);
        }
    }

    /// <summary>Counts that only fell stay queued too high; <see cref="TryTakeBest"/> notices when they come up.</summary>
    private void QueueChangedPairs()
    {
        foreach (var pair in _changed)
        {
            pair.IsChanged = false;
            if (pair.Count > pair.Queued)
                Enqueue(pair);
        }
        _changed.Clear();
    }

    private bool TryTakeBest(out PairCount best)
    {
        while (_queue.TryDequeue(out best!, out var rank))
        {
            if (rank.Count != best.Queued)
                continue;
            if (best.Count == best.Queued)
                return best.Count > 0;
            Enqueue(best);
        }
        return false;
    }

    private void Enqueue(PairCount pair)
    {
        pair.Queued = pair.Count;
        if (pair.Count > 0)
            _queue.Enqueue(pair, new PairRank(pair.Count, LengthOf(pair), TextOf(pair)));
    }

    private void Apply(PairCount pair, int merged)
    {
        pair.Queued = 0;
        var stretches = pair.Stretches.ToArray();
        pair.Stretches.Clear();
        foreach (var index in stretches)
        {
            if (!_stretches[index].Contains(pair.Left, pair.Right))
                continue;
            CountPairs(index, sign: -1);
            _stretches[index].Merge(pair.Left, pair.Right, merged);
            CountPairs(index, sign: 1);
        }
    }

    private string TextOf(PairCount pair) => _symbols[pair.Left].Text + _symbols[pair.Right].Text;

    private int LengthOf(PairCount pair) => _symbols[pair.Left].Length + _symbols[pair.Right].Length;
}
