using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Markup;

/// <summary>
/// Where words of a stretch of a translation begin and end, by the words of the source that they stand for: sorted once, as thousands of tags
/// without words of their own may ask.
/// </summary>
internal sealed class WordEdges
{
    private readonly (int Source, int Target)[] _ends;     // of those that end at one place of the source the translation's last is behind
    private readonly (int Source, int Target)[] _starts;   // of those that begin at one place the translation's first is in front
    private readonly TextRange _within;

    /// <param name="pairs">Words of the translation within the stretch, in its order, each with one word of the source.</param>
    /// <param name="within">The stretch.</param>
    public WordEdges(IReadOnlyList<(TextRange Source, TextRange Target)> pairs, TextRange within)
    {
        (_ends, _starts, _within) = (new (int, int)[pairs.Count], new (int, int)[pairs.Count], within);
        for (var i = 0; i < pairs.Count; i++)
            (_ends[i], _starts[i]) = ((pairs[i].Source.End, pairs[i].Target.End), (pairs[i].Source.Start, pairs[i].Target.Start));

        Array.Sort(_ends);
        Array.Sort(_starts);
    }

    /// <summary>The end of what stands for the words before a place of the source.</summary>
    public int EndBefore(int source) => CountUpTo(_ends, source) is > 0 and var count ? _ends[count - 1].Target : _within.Start;

    /// <summary>The start of what stands for the words behind a place of the source.</summary>
    public int StartBehind(int source) => CountUpTo(_starts, source - 1) is var count && count < _starts.Length ? _starts[count].Target : _within.End;

    private static int CountUpTo((int Source, int Target)[] edges, int source)
    {
        var (low, high) = (0, edges.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (edges[middle].Source <= source)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
