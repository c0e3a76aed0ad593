namespace Seq2SeqService.Core.Text;

/// <summary>
/// Finds where sentences end within a line. In doubt there is no end: two sentences in one are translated well, half a sentence is not.
/// </summary>
internal static class SentenceBoundaries
{
    private const string Stops = ".!?…‼⁇⁈⁉؟۔।॥։።";
    private const string WideStops = "。｡！？";
    private const string Closers = "'”’»«›‹)]}」』）］｝】〕》〉";
    private const string Openers = "\"'“‘„‚«»‹›([{¿¡「『（［｛【〔《〈";
    private const string GoingOn = "/<>|&,;:)]}";
    private const char FirstWide = '\u2E80';   // from here on: scripts that write no space between sentences
    private const int ShortWord = 4;           // letters of what may be an abbreviation before a number: "Abs. 3"
    private const int ShortNumber = 3;         // digits of what may be an ordinal: "3. Mai", "501. Legion"

    /// <summary>
    /// The ends, exclusive, of the sentences between <paramref name="start"/> and <paramref name="end"/>; the last is the end itself.
    /// </summary>
    public static IEnumerable<int> Ends(string text, int start, int end)
    {
        var sentence = start;
        var quotes = new OpenQuotes();
        var kept = VerbatimSpans.Find(text[start..end]);
        var nextKept = 0;
        for (var i = start; i < end; i++)
        {
            quotes.Read(text[i]);
            if (!IsStop(text[i]) && !IsGreekQuestion(text, i, start))
                continue;

            var stop = i;
            while (i + 1 < end && IsStop(text[i + 1]))
                i++;

            var after = SkipClosers(text, i + 1, end, ref quotes);
            while (nextKept < kept.Count && kept[nextKept].End <= after - start)
                nextKept++;

            var isKept = nextKept < kept.Count && kept[nextKept].Holds(after - start);
            if (after < end && !isKept && IsEnd(text, sentence, new(stop, i + 1, after), end))
            {
                yield return after;
                sentence = after;
                quotes = default;
            }

            i = after - 1;
        }

        if (start < end)
            yield return end;
    }

    /// <summary>Marks that may end a sentence.</summary>
    /// <param name="Start">Index of the first.</param>
    /// <param name="End">Index behind the last.</param>
    /// <param name="After">Index behind the quotation marks and brackets that close there.</param>
    private readonly record struct Mark(int Start, int End, int After)
    {
        public bool HasClosers => After > End;
    }

    private static bool IsEnd(string text, int sentence, Mark mark, int end)
    {
        var next = text[mark.After];
        var last = text[mark.End - 1];

        if (WideStops.Contains(last, StringComparison.Ordinal))
            return char.IsWhiteSpace(next) || IsEndWithoutSpace(mark, last, next);
        if (last is '!' or '?' or '.' && IsBehindWide(text, sentence, mark.Start) && (IsWide(next) || IsOpener(next)))
            return IsEndWithoutSpace(mark, last, next);   // 你好!我是…

        return char.IsWhiteSpace(next) && !IsUnbreakable(next) && IsEndBeforeSpace(text, sentence, mark, end);
    }

    /// <summary>“好！”他说 goes on after the quotation marks, “好。”他走了 does not.</summary>
    private static bool IsEndWithoutSpace(Mark mark, char last, char next) =>
        mark.HasClosers
            ? last is '。' or '｡' or '.' || !char.IsLetter(next)
            : next is not ('，' or '、' or '；' or '：' or ',' or ';' or ':');

    private static bool IsEndBeforeSpace(string text, int sentence, Mark mark, int end)
    {
        var next = mark.After;
        while (next < end && (char.IsWhiteSpace(text[next]) || IsOpener(text[next])))
            next++;

        if (next >= end || IsLower(text, next, end) || GoingOn.Contains(text[next], StringComparison.Ordinal))
            return false;

        if (text[mark.End - 1] == '…' && text[next] is ('–' or '—'))
            return false;   // File… – Print

        var isFullStop = mark.End - mark.Start == 1 && text[mark.Start] == '.' && !mark.HasClosers;
        return !isFullStop || IsEndAfterWord(WordBefore(text, sentence, mark.Start), text.AsSpan(next, end - next));
    }

    /// <summary>Does a full stop behind <paramref name="word"/> end the sentence, when it goes on with an upper-case letter or the like?</summary>
    private static bool IsEndAfterWord(string word, ReadOnlySpan<char> rest)
    {
        if (Abbreviations.GoesOn(word))
            return false;
        if (char.IsAsciiDigit(rest[0]) && (Abbreviations.TakesNumber(word) || (IsShortWord(word) && !IsListNumber(rest))))
            return false;

        return !IsDoubtful(word) || Abbreviations.BeginsSentence(rest);
    }

    /// <summary>A lower-case letter that does not begin a name such as iPhone.</summary>
    private static bool IsLower(string text, int place, int end) =>
        char.IsLower(text[place]) && !(place + 2 < end && char.IsUpper(text[place + 1]) && char.IsLetter(text[place + 2]));

    /// <summary>The number before an item: "2. Go in".</summary>
    private static bool IsListNumber(ReadOnlySpan<char> rest)
    {
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        return digits is 1 or 2 && rest.Length > digits + 2 && rest[digits] is '.' or ')' && rest[digits + 1] == ' ' && char.IsUpper(rest[digits + 2]);
    }

    /// <summary>Greek asks with what others write as a semicolon.</summary>
    private static bool IsGreekQuestion(string text, int place, int start) =>
        text[place] is ';' or '\u037E' && place > start && text[place - 1] is (>= '\u0370' and <= '\u03FF') or (>= '\u1F00' and <= '\u1FFF');

    private static bool IsShortWord(string word) => word.Length <= ShortWord && word.All(char.IsLetter);

    /// <summary>An initial, an ordinal (Roman too), letters with full stops between, or an abbreviation that ends sentences too.</summary>
    private static bool IsDoubtful(string word) =>
        word.Length == 0
        || (char.IsLetter(word[^1]) && (word.Length == 1 || (IsWide(word[^2]) && !IsWide(word[^1]))))
        || (word.Length <= ShortNumber && word.All(char.IsAsciiDigit))
        || word.All(letter => letter is 'I' or 'V' or 'X')
        || (word.Contains('.', StringComparison.Ordinal) && word.Split('.').All(part => part.Length is 1 or 2 && part.All(char.IsLetter)))
        || Abbreviations.MayEnd(word);

    /// <summary>The word that the mark stands behind, without what opens before it.</summary>
    private static string WordBefore(string text, int sentence, int mark)
    {
        var start = mark;
        while (start > sentence && !char.IsWhiteSpace(text[start - 1]))
            start--;
        while (start < mark && IsOpener(text[start]))
            start++;

        return text[start..mark];
    }

    /// <summary>French sets a space before its closing mark: « Bonjour ! »</summary>
    private static int SkipClosers(string text, int start, int end, ref OpenQuotes quotes)
    {
        while (start < end)
        {
            if (quotes.Closes(text[start]) || Closers.Contains(text[start], StringComparison.Ordinal))
                start++;
            else if (start + 1 < end && char.IsWhiteSpace(text[start]) && text[start + 1] == '»')
                start += 2;
            else
                break;
        }

        return start;
    }

    private static bool IsStop(char letter) =>
        Stops.Contains(letter, StringComparison.Ordinal) || WideStops.Contains(letter, StringComparison.Ordinal);

    private static bool IsOpener(char letter) => Openers.Contains(letter, StringComparison.Ordinal);

    private static bool IsBehindWide(string text, int sentence, int mark)
    {
        while (mark > sentence && char.IsWhiteSpace(text[mark - 1]))
            mark--;

        return mark > sentence && IsWide(text[mark - 1]);
    }

    private static bool IsWide(char letter) => letter >= FirstWide && !char.IsSurrogate(letter);

    private static bool IsUnbreakable(char space) => space is '\u00A0' or '\u202F';
}
