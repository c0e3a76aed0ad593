using System.Buffers;

namespace Seq2SeqService.Core.Markup;

/// <summary>Finds the ends of HTML tags in their source, as the tokenizer of the HTML standard does (section 13.2.5).</summary>
internal static class StartTag
{
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\n\f\r/>");

    /// <summary>Is a start tag of this name at the place?</summary>
    public static bool IsAt(string source, int place, string name)
    {
        var end = place + 1 + name.Length;
        return place >= 0
            && end < source.Length
            && source[place] == '<'
            && string.Compare(source, place + 1, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0
            && NameEnds.Contains(source[end]);
    }

    /// <summary>The place behind the tag that begins at <paramref name="place"/>, or -1 where it does not end.</summary>
    public static int End(string source, int place)
    {
        var i = place + 1;
        while (i < source.Length && !NameEnds.Contains(source[i]))
            i++;

        while (i < source.Length && source[i] != '>')
            i = NameEnds.Contains(source[i]) ? i + 1 : EndOfAttribute(source, i);

        return i < source.Length ? i + 1 : -1;
    }

    /// <summary>The name at the place, cut behind 16 characters.</summary>
    public static string NameAt(string source, int start)
    {
        const int Longest = 16;
        var rest = source.AsSpan(start, Math.Min(source.Length - start, Longest));
        return rest.IndexOfAny(NameEnds) is >= 0 and var length ? source.Substring(start, length) : rest.ToString();
    }

    private static int EndOfAttribute(string source, int i)
    {
        for (i++; i < source.Length && source[i] != '=' && !NameEnds.Contains(source[i]);)   // a first = belongs to the name
            i++;

        var value = SkipSpace(source, i);
        if (value >= source.Length || source[value] != '=')
            return i;

        value = SkipSpace(source, value + 1);
        if (value < source.Length && source[value] is '"' or '\'')
        {
            var end = source.IndexOf(source[value], value + 1);
            return end < 0 ? source.Length : end + 1;
        }

        while (value < source.Length && source[value] != '>' && !IsSpace(source[value]))
            value++;

        return value;
    }

    private static int SkipSpace(string source, int i)
    {
        while (i < source.Length && IsSpace(source[i]))
            i++;

        return i;
    }

    private static bool IsSpace(char letter) => letter is ' ' or '\t' or '\n' or '\f' or '\r';
}
