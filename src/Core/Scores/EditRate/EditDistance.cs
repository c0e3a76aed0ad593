namespace Seq2SeqService.Core.Scores.EditRate;

/// <summary>
/// Levenshtein distance from hypotheses of one length to a reference, looked for near the diagonal only, as sacreBLEU does. Rows of the matrix stay for
/// the next hypothesis as far as it begins with the same words.
/// </summary>
internal sealed class EditDistance
{
    private const int BeamWidth = 25;
    private const int Unreached = int.MaxValue / 2;

    private readonly int[] _reference;
    private readonly int[] _hypothesis;   // whose rows are known
    private readonly int[] _costs;   // [hypothesis + 1, reference + 1]
    private readonly Edit[] _edits;   // [hypothesis + 1, reference + 1]
    private readonly double _ratio;
    private readonly int _width;
    private int _known;

    public EditDistance(int[] reference, int hypothesisLength)
    {
        _reference = reference;
        _hypothesis = new int[hypothesisLength];
        _costs = new int[(hypothesisLength + 1) * Columns];
        _edits = new Edit[_costs.Length];
        for (var j = 0; j < Columns; j++)
            (_costs[j], _edits[j]) = (j, Edit.Insert);

        _ratio = hypothesisLength > 0 ? (double)reference.Length / hypothesisLength : 1;
        _width = BeamWidth < _ratio / 2 ? (int)Math.Ceiling(_ratio / 2 + BeamWidth) : BeamWidth;   // else two rows of a short hypothesis might not overlap
    }

    private int Columns => _reference.Length + 1;

    public int Of(ReadOnlySpan<int> hypothesis)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(hypothesis.Length, _hypothesis.Length);
        _known = hypothesis[.._known].CommonPrefixLength(_hypothesis);
        for (; _known < hypothesis.Length; _known++)
        {
            _hypothesis[_known] = hypothesis[_known];
            FillRow(_known + 1);
        }

        return _costs[^1];
    }

    /// <summary>The edits that lead from the last hypothesis to the reference, in order.</summary>
    public List<Edit> Path()
    {
        var path = new List<Edit>();
        for (var (i, j) = (_hypothesis.Length, _reference.Length); i > 0 || j > 0;)
        {
            var edit = _edits[(i * Columns) + j];
            path.Add(edit);
            if (edit == Edit.None)
                throw new InvalidOperationException("The edit distance has no path.");
            if (edit != Edit.Insert)
                i--;
            if (edit != Edit.Delete)
                j--;
        }

        path.Reverse();
        return path;
    }

    private void FillRow(int i)
    {
        var costs = _costs.AsSpan(i * Columns, Columns);
        var edits = _edits.AsSpan(i * Columns, Columns);
        var above = _costs.AsSpan((i - 1) * Columns, Columns);
        costs.Fill(Unreached);
        edits.Clear();

        var diagonal = (int)Math.Floor(i * _ratio);
        var end = i == _hypothesis.Length ? Columns : Math.Min(Columns, diagonal + _width);
        for (var j = Math.Max(0, diagonal - _width); j < end; j++)
        {
            if (j == 0)
                (costs[j], edits[j]) = (above[j] + 1, Edit.Delete);
            else
                (costs[j], edits[j]) = Cheapest(_hypothesis[i - 1] == _reference[j - 1], above[j - 1], above[j], costs[j - 1]);
        }
    }

    /// <summary>Among equals the earlier counts, in the order in which Tercom prefers them.</summary>
    private static (int Cost, Edit Edit) Cheapest(bool same, int diagonal, int above, int left)
    {
        var best = (Cost: Unreached, Edit: Edit.None);
        if (diagonal + (same ? 0 : 1) < best.Cost)
            best = (diagonal + (same ? 0 : 1), same ? Edit.Keep : Edit.Substitute);
        if (above + 1 < best.Cost)
            best = (above + 1, Edit.Delete);
        if (left + 1 < best.Cost)
            best = (left + 1, Edit.Insert);
        return best;
    }
}
