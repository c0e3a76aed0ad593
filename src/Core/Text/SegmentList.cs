namespace Seq2SeqService.Core.Text;

/// <summary>Collects the sentences of a text, in order; whatever lies between becomes segments that stay as they are.</summary>
internal sealed class SegmentList(string text)
{
    private readonly List<TextSegment> _segments = [];
    private int _end;   // of what the segments cover

    /// <summary>Adds the sentence from <paramref name="start"/> to <paramref name="end"/> unless it has no words.</summary>
    public void AddSentence(int start, int end)
    {
        if (start < end && HasWords(text[start..end]))
            Add(start, end);
    }

    /// <summary>Adds what is to be translated, from <paramref name="start"/> to <paramref name="end"/>, whatever it holds.</summary>
    public void Add(int start, int end)
    {
        AddBetween(start);
        _segments.Add(new(text[start..end], IsTranslatable: true));
        _end = end;
    }

    public IReadOnlyList<TextSegment> Finish()
    {
        AddBetween(text.Length);
        return _segments;
    }

    private void AddBetween(int start)
    {
        if (start > _end)
            _segments.Add(new(text[_end..start], IsTranslatable: false));

        _end = start;
    }

    /// <summary>A letter outside addresses, placeholders and code; those would only suffer.</summary>
    private static bool HasWords(string sentence) => VerbatimSpans.LeaveWords(sentence, VerbatimSpans.Find(sentence));
}
