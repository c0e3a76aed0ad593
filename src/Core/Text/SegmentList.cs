using System.Buffers;
using System.Text;

namespace Seq2SeqService.Core.Text;

/// <summary>Collects the sentences of a text, in order; whatever lies between becomes segments that stay as they are.</summary>
internal sealed class SegmentList(string text)
{
    private static readonly SearchValues<char> SchemeLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+.-");

    private readonly List<TextSegment> _segments = [];
    private int _end;   // of what the segments cover

    /// <summary>Adds the sentence from <paramref name="start"/> to <paramref name="end"/> unless it has no words.</summary>
    public void AddSentence(int start, int end)
    {
        if (start < end && HasWords(text.AsSpan(start, end - start)))
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

    private static bool HasWords(ReadOnlySpan<char> sentence)
    {
        foreach (var rune in sentence.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
                return !IsAddress(sentence);
        }

        return false;
    }

    /// <summary>One web or mail address and nothing else; it would only suffer.</summary>
    private static bool IsAddress(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            if (char.IsWhiteSpace(letter))
                return false;
        }

        return IsWebAddress(text) || IsMailAddress(text);
    }

    private static bool IsWebAddress(ReadOnlySpan<char> text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        return text.StartsWith("www.", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
            || (scheme > 0 && !text[..scheme].ContainsAnyExcept(SchemeLetters));
    }

    private static bool IsMailAddress(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        return at > 0 && text[(at + 1)..].Trim('.').Contains('.') && !text[(at + 1)..].ContainsAny('@', '<', '>');
    }
}
