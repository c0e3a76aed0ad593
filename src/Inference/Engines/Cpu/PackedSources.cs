namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>
/// Some sentences laid one behind the other, without padding: every linear layer sees them as one matrix, and only attention
/// and recurrence know where each begins.
/// </summary>
internal sealed class PackedSources(int members)
{
    /// <summary>Tokens that a core encodes together: enough to keep the kernels busy, few enough for a layer's activations to stay in its second-level cache.</summary>
    private const int MostTokens = 192;

    /// <summary>Tokens that keep the kernels of one member busy.</summary>
    private const int BusyTokens = 32;

    private readonly List<int> _tokens = [];
    private readonly List<int> _starts = [0];

    public int Sentences => _starts.Count - 1;

    public int Tokens => _tokens.Count;

    public int Longest { get; private set; }

    /// <summary>The token at a packed position.</summary>
    public int Token(int index) => _tokens[index];

    /// <summary>Where a sentence begins.</summary>
    public int Start(int sentence) => _starts[sentence];

    public int Length(int sentence) => _starts[sentence + 1] - _starts[sentence];

    /// <summary>How many tokens a part for one member should have: with twice the longest sentence, parts that are cut between sentences are even enough.</summary>
    public int FewestTokens => Math.Max(BusyTokens, 2 * Longest);

    /// <summary>The sentences that begin within some packed positions.</summary>
    public SourcePart Part(Range positions)
    {
        var (first, end) = (SentenceFrom(positions.Start.Value), SentenceFrom(positions.End.Value));
        return new SourcePart(this, first..end, _starts[first].._starts[end]);
    }

    /// <summary>Lays out the sentences from <paramref name="first"/> on as far as they fit (one always does); returns the first that is left.</summary>
    public int Fill(IReadOnlyList<int[]> sources, int first)
    {
        _tokens.Clear();
        _starts.Clear();
        _starts.Add(0);
        Longest = 0;

        var next = first;
        while (next < sources.Count && (next == first || Tokens + sources[next].Length <= members * MostTokens))
        {
            _tokens.AddRange(sources[next]);
            _starts.Add(_tokens.Count);
            Longest = Math.Max(Longest, sources[next].Length);
            next++;
        }

        return next;
    }

    private int SentenceFrom(int position)
    {
        var found = _starts.BinarySearch(position);
        return found < 0 ? ~found : found;
    }
}
