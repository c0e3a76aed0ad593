namespace Seq2SeqService.Inference.Decoding;

/// <summary>
/// What the outputs of one sentence have said, as a tree: outputs that began alike share their beginning. Room for every token of every row
/// is taken at once, so that decoding allocates nothing.
/// </summary>
/// <param name="capacity">Most nodes: rows × tokens of the longest output.</param>
/// <param name="withTrace">Nodes keep what the network looked at.</param>
internal sealed class TokenTree(int capacity, bool withTrace)
{
    /// <summary>The node before the first token.</summary>
    public const int Root = -1;

    private readonly int[] _tokens = new int[capacity];
    private readonly int[] _parents = new int[capacity];
    private readonly float[] _logProbabilities = new float[capacity];
    private readonly StepTrace[] _traces = withTrace ? new StepTrace[capacity] : [];
    private int _count;

    /// <summary>Says one more token behind <paramref name="parent"/>; returns its node.</summary>
    public int Add(int parent, int token, float logProbability, StepTrace trace)
    {
        _tokens[_count] = token;
        _parents[_count] = parent;
        _logProbabilities[_count] = logProbability;
        if (withTrace)
            _traces[_count] = trace;

        return _count++;
    }

    /// <summary>Copies the tokens that end with <paramref name="node"/>; there are as many as the span has room for.</summary>
    public void CopyTokens(int node, Span<int> tokens)
    {
        for (var place = tokens.Length - 1; place >= 0; place--, node = _parents[node])
            tokens[place] = _tokens[node];
    }

    /// <summary>The last node that two outputs share, and its length; each is given by its last node and its length.</summary>
    public (int Node, int Length) Shared((int Node, int Length) one, (int Node, int Length) other)
    {
        while (one.Node != other.Node)
        {
            if (one.Length >= other.Length)
                one = (_parents[one.Node], one.Length - 1);
            else
                other = (_parents[other.Node], other.Length - 1);
        }

        return one;
    }

    public Hypothesis Output(FinishedHypothesis finished)
    {
        var steps = finished.Length + (finished.End is null ? 0 : 1);
        var (tokens, logProbabilities, traces) = (new int[finished.Length], new float[steps], new StepTrace[withTrace ? steps : 0]);
        CopyTokens(finished.Node, tokens);

        var node = finished.Node;
        for (var place = finished.Length - 1; place >= 0; place--, node = _parents[node])
        {
            logProbabilities[place] = _logProbabilities[node];
            if (withTrace)
                traces[place] = _traces[node];
        }

        if (finished.End is { } end)
        {
            logProbabilities[^1] = end;
            if (withTrace)
                traces[^1] = finished.EndTrace;
        }

        return new(tokens, finished.Score, logProbabilities)
        {
            Attention = [.. traces.Select(trace => trace.Attention).OfType<float[]>()],
            Alignment = AlignmentRows.Of(traces),
        };
    }
}
