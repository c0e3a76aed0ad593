namespace Seq2SeqService.Inference.Decoding;

/// <summary>What one sentence's output must and must not say next: prefix, shortest length, banned words, repeated n-grams.</summary>
internal sealed class OutputConstraints
{
    private const int NothingForced = -1;

    private readonly TargetRules _rules;
    private readonly DecodingOptions _options;
    private readonly int _minLength;
    private readonly int[] _always;
    private readonly int[] _beforeMinLength;

    public OutputConstraints(TargetRules rules, DecodingOptions options, int sourceLength)
    {
        _rules = rules;
        _options = options;
        _always = [.. rules.BannedTokens];
        _beforeMinLength = [.. rules.BannedTokens, rules.EosId];
        MaxLength = rules.LongestOutput(sourceLength, options);
        _minLength = Math.Min(options.MinLength, MaxLength);
    }

    /// <summary>Most tokens of this output, without the end of sentence.</summary>
    public int MaxLength { get; }

    /// <summary>The token that comes next whatever the network thinks, or -1.</summary>
    public int Forced(int position) => position < _options.Prefix.Count ? _options.Prefix[position] : NothingForced;

    public bool IsForced(int position) => Forced(position) != NothingForced;

    /// <summary>Tokens that must not follow.</summary>
    public IReadOnlyList<int> Banned(LiveHypothesis hypothesis)
    {
        var always = hypothesis.Length < _minLength ? _beforeMinLength : _always;
        if (_options.NoRepeatNgram == 0 && _rules.BannedPhrases.Count == 0)
            return always;

        var banned = new List<int>(always);
        var said = hypothesis.Tokens();
        RepeatedNgrams.Ban(said, _options.NoRepeatNgram, banned);

        foreach (var phrase in _rules.BannedPhrases)
        {
            if (said.AsSpan().EndsWith(phrase.SkipLast(1).ToArray()))
                banned.Add(phrase[^1]);
        }

        return banned;
    }
}
