using System.Xml;

namespace Seq2SeqService.Core.Markup;

/// <summary>What XML 1.0 may hold (2.2, "Char"). Control characters, non-characters and halves of pairs may not even stand in it escaped.</summary>
internal static class XmlLetters
{
    private const char StandIn = '\uFFFD';

    /// <summary>The text with U+FFFD for each character that XML may not hold.</summary>
    public static string Of(string text)
    {
        var place = FirstWrong(text, 0);
        if (place < 0)
            return text;

        var letters = text.ToCharArray();
        for (; place >= 0; place = FirstWrong(text, place + 1))
            letters[place] = StandIn;

        return new(letters);
    }

    private static int FirstWrong(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                i++;
            else if (!XmlConvert.IsXmlChar(text[i]))
                return i;
        }

        return -1;
    }
}
