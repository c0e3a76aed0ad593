namespace Seq2SeqService.Inference.Decoding;

/// <summary>An output in the making: its last token and the hypothesis that it extends, so that a beam shares its beginnings.</summary>
internal sealed class LiveHypothesis
{
    private readonly LiveHypothesis? _parent;
    private readonly float _logProbability;
    private readonly float[]? _attention;

    private LiveHypothesis(LiveHypothesis? parent, int token, float logProbability, float[]? attention)
    {
        _parent = parent;
        _logProbability = logProbability;
        _attention = attention;
        LastToken = token;
        Length = parent is null ? 0 : parent.Length + 1;
        Sum = (parent?.Sum ?? 0) + logProbability;
    }

    /// <summary>What the decoder is fed next; the start token where nothing has been said yet.</summary>
    public int LastToken { get; }

    /// <summary>Tokens said so far.</summary>
    public int Length { get; }

    /// <summary>Σ log p of the tokens said so far.</summary>
    public double Sum { get; }

    public static LiveHypothesis Start(int startId) => new(null, startId, 0, attention: null);

    /// <param name="attention">What the token attended to, where that is wanted; then of every token.</param>
    public LiveHypothesis Extend(int token, float logProbability, float[]? attention = null) => new(this, token, logProbability, attention);

    public int[] Tokens()
    {
        var tokens = new int[Length];
        for (var node = this; node._parent is not null; node = node._parent)
            tokens[node.Length - 1] = node.LastToken;

        return tokens;
    }

    /// <summary>The hypothesis as it ends with the end of sentence.</summary>
    public Hypothesis End(float endLogProbability, double lengthPenalty, float[]? attention = null) =>
        new(Tokens(), LengthNormalisation.Score(Sum + endLogProbability, Length + 1, lengthPenalty), [.. LogProbabilities(), endLogProbability])
        {
            Attention = attention is null ? [] : [.. Attention(), attention],
        };

    /// <summary>The hypothesis as the length limit ends it.</summary>
    public Hypothesis Cut(double lengthPenalty) =>
        new(Tokens(), LengthNormalisation.Score(Sum, Length, lengthPenalty), LogProbabilities()) { Attention = Attention() };

    private float[] LogProbabilities()
    {
        var values = new float[Length];
        for (var node = this; node._parent is not null; node = node._parent)
            values[node.Length - 1] = node._logProbability;

        return values;
    }

    private float[][] Attention()
    {
        if (_attention is null)
            return [];

        var rows = new float[Length][];
        for (var node = this; node._parent is not null; node = node._parent)
            rows[node.Length - 1] = node._attention!;

        return rows;
    }
}
