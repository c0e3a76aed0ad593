using System.Text;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Markup;

/// <summary>
/// Puts the tags of a run around the words of its translation that stand for what they stood around. Each tag comes back once: what stood in another
/// element still does, and where nothing stands for an element's words its tags stand together at the place of their neighbours.
/// </summary>
internal sealed class TagPlacer(InlineRun run, AlignedTranslation translation, Func<string, string> escape)
{
    private const long MostLooks = 4_000_000;   // items × words: some 50 ms, and more than any page has
    private const char Picture = '\uFFFC';   // Unicode's stand-in for what is no letter

    private readonly TargetWords _words = new(translation);
    private readonly IReadOnlyList<TextRange> _sourceWords = Words.Of(run.Text);
    private readonly StringBuilder _output = new();
    private char _last = ' ';   // that is shown

    public string Write()
    {
        _output.Append(run.Leading);
        Write(run.Items, new(0, run.Text.Length), new(0, _words.Text.Length));
        return _output.Append(run.Trailing).ToString();
    }

    /// <summary>Writes a stretch of the translation, which stands for a stretch of the source, with the items in it.</summary>
    private void Write(IReadOnlyList<InlineItem> items, TextRange source, TextRange target)
    {
        var place = target.Start;
        foreach (var (item, wanted) in Places(items, source, target))
        {
            // A part of a word is not taken from those that want the whole word: who comes later gets the rest.
            var range = new TextRange(Math.Max(place, wanted.Start), Math.Max(place, wanted.End));
            Write(place, range.Start);
            Write(item, range);
            place = range.End;
        }

        Write(place, target.End);
    }

    private void Write(InlineItem item, TextRange range)
    {
        var standsAlone = item.Node is MarkupVerbatim || item.Range.IsEmpty;   // words bring their spaces along
        if (standsAlone && item.SpaceBefore && !char.IsWhiteSpace(_last))
            WriteText(" ");

        if (item.Node is MarkupElement element)
        {
            _output.Append(element.Open);
            Write(item.Items, item.Range, range);
            _output.Append(element.Close);
        }
        else
        {
            _output.Append(((MarkupVerbatim)item.Node).Markup);
        }

        _last = standsAlone ? Picture : _last;

        if (standsAlone && item.SpaceAfter && range.End < _words.Text.Length && !StandsClose(_words.Text[range.End]))
            WriteText(" ");
    }

    /// <summary>White space, or a sign that has none before it.</summary>
    private static bool StandsClose(char letter) => char.IsWhiteSpace(letter) || ".,;:!?)]}…»”’%、。，！？".Contains(letter, StringComparison.Ordinal);

    private void Write(int start, int end) => WriteText(_words.Text[start..end]);

    private void WriteText(string text)
    {
        _output.Append(escape(text));
        _last = text is [.., var end] ? end : _last;
    }

    /// <summary>Where each item goes, in the order of the translation; no two places overlap.</summary>
    private List<(InlineItem Item, TextRange Range)> Places(IReadOnlyList<InlineItem> items, TextRange source, TextRange target)
    {
        if (items.Count == 0)
            return [];

        if ((long)items.Count * _words.Count > MostLooks)
            return PlacesByEdges(items, source, target, _words.Edges(target));

        var taken = _words.AllFree;
        var places = new TextRange?[items.Count];
        foreach (var i in Enumerable.Range(0, items.Count).Where(i => !items[i].Range.IsEmpty).OrderByDescending(i => _words.CountOf(items[i].Range, target)))
            places[i] = PlaceOf(items[i], source, target, taken);

        var owned = Enumerable.Range(0, items.Count).Where(i => places[i] is not null).Select(i => (Place: i, Range: places[i]!.Value)).ToList();
        var edges = owned.Count < items.Count ? _words.Edges(target) : null;
        return [.. Enumerable.Range(0, items.Count)
            .Select(i => (Place: i, Range: places[i] ?? PointOf(items[i], i, source, target, edges!, owned)))
            .OrderBy(pair => pair.Range.Start).ThenBy(pair => pair.Range.End).ThenBy(pair => pair.Place)
            .Select(pair => (items[pair.Place], pair.Range))];
    }

    /// <summary>The same for more items than can each be held against each word: from the first of their words to the last, wherever others have theirs.</summary>
    private List<(InlineItem Item, TextRange Range)> PlacesByEdges(IReadOnlyList<InlineItem> items, TextRange source, TextRange target, WordEdges edges)
    {
        return [.. items.Select((item, i) => (Item: item, Range: StretchOf(item) ?? PointOf(item, i, source, target, edges, owned: []))).OrderBy(pair => pair.Range.Start)];

        TextRange? StretchOf(InlineItem item)
        {
            var (start, end) = (edges.StartBehind(item.Range.Start), edges.EndBefore(item.Range.End));
            return !item.Range.IsEmpty && start < end ? new(start, end) : null;
        }
    }

    private TextRange? PlaceOf(InlineItem item, TextRange source, TextRange target, bool[] taken) =>
        WordsOf(item, source, target, taken) is { } words ? WithoutNeighbours(item, words) : null;

    private TextRange? WordsOf(InlineItem item, TextRange source, TextRange target, bool[] taken)
    {
        if (item.Range == source.Trim(run.Text) && !Array.Exists(taken, word => word))
            return target.Trim(_words.Text);

        var words = run.Text[item.Range.Start..item.Range.End];
        return (IsName(item, words) && IsOnce(words, run.Text) && IsOnce(words, _words.Text) ? _words.TakeSame(words, StringComparison.Ordinal, target, taken) : null)
            ?? _words.TakePart(item.Range, run.Text, target, taken)
            ?? _words.Take(item.Range, target, taken)
            ?? _words.TakeSame(words, StringComparison.OrdinalIgnoreCase, target, taken);
    }

    /// <summary>
    /// What is written as it is takes the place of its words. Where it is a part of a word, as in <c>non-&lt;code&gt;null&lt;/code&gt;</c>, the rest of
    /// that word must stay, and all of it where the two cannot be told apart.
    /// </summary>
    private TextRange WithoutNeighbours(InlineItem item, TextRange words)
    {
        if (item.Node is not MarkupVerbatim || !IsPartOfWord(item.Range))
            return words;

        var place = _words.Text.IndexOf(run.Text[item.Range.Start..item.Range.End], words.Start, words.Length, StringComparison.Ordinal);
        return place >= 0 ? new(place, place + item.Range.Length) : new(words.End, words.End);
    }

    private bool IsPartOfWord(TextRange range) =>
        _sourceWords.Any(word => (word.Start < range.Start && range.Start < word.End) || (word.Start < range.End && range.End < word.End));

    /// <summary>No word of a language: a mail address, a number, what is not to be translated.</summary>
    private static bool IsName(InlineItem item, string words) =>
        item.Node is MarkupVerbatim || words.Any(letter => !char.IsLetter(letter) && letter is not (' ' or '-' or '\''));

    private static bool IsOnce(string words, string text) =>
        text.IndexOf(words, StringComparison.Ordinal) is >= 0 and var place && text.IndexOf(words, place + 1, StringComparison.Ordinal) < 0;

    /// <summary>The place of an item without words of its own: where its neighbours are, and outside of other items.</summary>
    private TextRange PointOf(InlineItem item, int place, TextRange source, TextRange target, WordEdges edges, IReadOnlyList<(int Place, TextRange Range)> owned)
    {
        var trimmed = source.Trim(run.Text);
        var (before, behind) = (edges.EndBefore(item.Range.Start), edges.StartBehind(item.Range.End));
        var point = item.Range.End <= trimmed.Start ? target.Start
            : item.Range.Start >= trimmed.End ? target.End
            : IsNearerToNext(item) ? (behind < target.End ? behind : before)
            : before > target.Start ? before : behind;

        foreach (var (other, range) in owned)
        {
            if (point > range.Start && point < range.End)
                point = place < other ? range.Start : range.End;
            else if (point == range.Start && place > other)
                point = range.End;
        }

        return new(point, point);
    }

    private static bool IsNearerToNext(InlineItem item) => item.SpaceBefore;
}
