using System.Text;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>Finds the characters of a text by their place in its UTF-8 form.</summary>
internal sealed class CharacterPlaces
{
    private readonly string _text;
    private readonly int[] _characters;   // for each byte, and the end

    public CharacterPlaces(string text)
    {
        _text = text;
        var places = new List<int>(text.Length + 1);
        var place = 0;
        foreach (var rune in text.EnumerateRunes())   // half a surrogate pair counts as U+FFFD, here as in UTF-8
        {
            places.AddRange(Enumerable.Repeat(place, rune.Utf8SequenceLength));
            place += rune.Utf16SequenceLength;
        }

        places.Add(text.Length);
        _characters = [.. places];
    }

    /// <summary>
    /// The characters from one byte to before another, without white space at their edges; where one character became several pieces, each
    /// of them stands for it.
    /// </summary>
    public TextRange Between(int startByte, int endByte)
    {
        var (start, end) = (_characters[startByte], _characters[endByte]);
        if (end <= start && start < _text.Length)
            end = start + (start + 1 < _text.Length && char.IsSurrogatePair(_text[start], _text[start + 1]) ? 2 : 1);

        return new TextRange(start, end).Trim(_text);
    }
}
