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
    private readonly int[] _said;
    private readonly List<int>[] _banned;   // of each row, where it depends on what the row has said

    public OutputConstraints(TargetRules rules, DecodingOptions options, int sourceLength)
    {
        _rules = rules;
        _options = options;
        _always = [.. rules.BannedTokens];
        _beforeMinLength = [.. rules.BannedTokens, rules.EosId];
        MaxLength = rules.LongestOutput(sourceLength, options);
        _minLength = Math.Min(options.MinLength, MaxLength);

        var looksBack = options.NoRepeatNgram > 0 || rules.BannedPhrases.Count > 0;
        var most = _beforeMinLength.Length + rules.BannedPhrases.Count + (options.NoRepeatNgram > 0 ? MaxLength : 0);
        _said = new int[looksBack ? MaxLength : 0];
        _banned = [.. Enumerable.Range(0, looksBack ? options.BeamSize : 0).Select(_ => new List<int>(most))];
    }

    /// <summary>Most tokens of this output, without the end of sentence.</summary>
    public int MaxLength { get; }

    /// <summary>The token that comes next whatever the network thinks, or -1.</summary>
    public int Forced(int position) => position < _options.Prefix.Count ? _options.Prefix[position] : NothingForced;

    /// <summary>Tokens that must not follow the <paramref name="length"/> tokens that end with <paramref name="node"/>; valid until the row is asked for again.</summary>
    public IReadOnlyList<int> Banned(int row, TokenTree tree, int node, int length)
    {
        var always = length < _minLength ? _beforeMinLength : _always;
        if (_banned.Length == 0)
            return always;

        var said = _said.AsSpan(0, length);
        tree.CopyTokens(node, said);

        var banned = _banned[row];
        banned.Clear();
        banned.AddRange(always);
        RepeatedNgrams.Ban(said, _options.NoRepeatNgram, banned);
        for (var i = 0; i < _rules.BannedPhrases.Count; i++)
        {
            var phrase = _rules.BannedPhrases[i];
            if (said.EndsWith(phrase.AsSpan(0, phrase.Length - 1)))
                banned.Add(phrase[^1]);
        }

        return banned;
    }
}
