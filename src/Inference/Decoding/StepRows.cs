using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Decoding;

/// <summary>Lays the rows of all groups one behind the other, as an engine takes them; the same arrays at every step.</summary>
internal sealed class StepRows
{
    private readonly StepInput _input = new() { Tokens = [], Candidates = 1 };
    private IReadOnlyList<int>?[] _banned = [];
    private int[] _forced = [];

    /// <param name="groups">In the order of their rows.</param>
    /// <param name="rows">Rows of all of them.</param>
    public StepInput Fill(List<DecodingGroup> groups, int rows)
    {
        Reserve(rows);
        (_input.Candidates, _input.WithAttention, _input.AlignmentHeads) = (1, false, null);
        var isForced = false;
        var row = 0;
        foreach (var group in groups)
        {
            _input.Candidates = Math.Max(_input.Candidates, group.Candidates);
            _input.WithAttention |= group.WithAttention;
            _input.AlignmentHeads ??= group.AlignmentHeads;
            for (var own = 0; own < group.Live.Length; own++, row++)
            {
                Fill(row, group, own);
                isForced |= _forced[row] >= 0;
            }
        }

        _input.Banned = _banned;
        _input.Forced = isForced ? _forced : null;
        return _input;
    }

    private void Fill(int row, DecodingGroup group, int own)
    {
        _input.Tokens[row] = group.Live[own].LastToken;
        _forced[row] = group.ForcedIn(own);
        _banned[row] = group.Forced < 0 ? group.Banned(own) : null;
    }

    private void Reserve(int rows)
    {
        if (_forced.Length >= rows)
            return;

        var places = Math.Max(rows, 2 * _forced.Length);
        _input.Tokens = new int[places];
        _banned = new IReadOnlyList<int>?[places];
        _forced = new int[places];
    }
}
