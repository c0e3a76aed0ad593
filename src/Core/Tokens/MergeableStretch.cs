namespace Seq2SeqService.Core.Tokens;

/// <summary>A distinct stretch of the training text as symbols, with the number of times it occurs.</summary>
internal sealed class MergeableStretch(int[] symbols, long count)
{
    private readonly int[] _symbols = symbols;
    private int _length = symbols.Length;

    public long Count { get; } = count;

    public ReadOnlySpan<int> Symbols => _symbols.AsSpan(0, _length);

    public bool Contains(int left, int right) => Symbols.IndexOf([left, right]) >= 0;

    public void Merge(int left, int right, int merged)
    {
        var kept = 0;
        for (var i = 0; i < _length; i++)
        {
            if (_symbols[i] == left && i + 1 < _length && _symbols[i + 1] == right)
            {
                _symbols[kept++] = merged;
                i++;
            }
            else
                _symbols[kept++] = _symbols[i];
        }
        _length = kept;
    }
}
