using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Inference.Texts;

/// <summary>
/// What a model cannot read, by its vocabulary: marks and capitals for which it knows plainer ones, words with letters or signs that it has never seen.
/// A vocabulary that knows every character makes all of this nothing.
/// </summary>
internal sealed class Readability
{
    private static readonly (char Mark, char Plain)[] PlainerMarks =
    [
        ('’', '\''), ('‘', '\''), ('‚', '\''), ('´', '\''), ('“', '"'), ('”', '"'), ('„', '"'), ('«', '"'), ('»', '"'),
        ('–', '-'), ('—', '-'), ('‑', '-'), ('‐', '-'), ('−', '-'), ('…', ','), (':', ','), (';', ','),
        ('Ä', 'ä'), ('Ö', 'ö'), ('Ü', 'ü'), ('É', 'é'), ('È', 'è'), ('Ê', 'ê'), ('À', 'à'), ('Â', 'â'), ('Ç', 'ç'), ('Î', 'î'), ('Ô', 'ô'), ('Á', 'á'), ('Í', 'í'), ('Ó', 'ó'),
        ('Ú', 'ú'), ('Ñ', 'ñ'),
    ];

    private readonly Tokenizer _tokenizer;
    private readonly bool[] _isUnread;   // by id
    private readonly FrozenDictionary<char, char> _plain;
    private readonly ConcurrentDictionary<char, bool> _unknownMarks = [];   // found out as they come: every sentence ends with one

    public Readability(Tokenizer tokenizer)
    {
        _tokenizer = tokenizer;
        _isUnread = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(id => id == tokenizer.UnknownId || IsByte(tokenizer.PieceOf(id)))];
        _plain = PlainerMarks
            .Where(pair => !IsKnown(pair.Mark.ToString()) && IsKnown(pair.Plain.ToString()))
            .ToFrozenDictionary(pair => pair.Mark, pair => pair.Plain);
    }

    /// <summary>Whether the model has pieces for all of the text: neither the unknown one nor single bytes of what it has hardly ever seen.</summary>
    public bool IsKnown(string text) => IsKnown(_tokenizer.EncodeSource(text, null));

    /// <summary>The same of a text that has been encoded.</summary>
    public bool IsKnown(int[] tokens) => !Array.Exists(tokens, id => _isUnread[id]);

    /// <summary>The text with plainer marks in place of unknown ones, character for character.</summary>
    public string Plain(string text)
    {
        if (_plain.Count == 0 || IsKnown(text))
            return text;

        return string.Concat(text.Select(letter => _plain.GetValueOrDefault(letter, letter)));
    }

    /// <summary>The sentence without marks at its ends that the model cannot read; they stay where they are.</summary>
    public (int Start, int End) WithoutUnknownMarks(string sentence)
    {
        var (start, end) = (0, sentence.Length);
        while (start < end && IsUnknownMark(sentence[start]))
            start++;
        while (end > start && IsUnknownMark(sentence[end - 1]))
            end--;

        return (start, end);
    }

    /// <summary>The words of <paramref name="sentence"/> that have letters, digits or signs outside <paramref name="spans"/> that the model cannot read.</summary>
    public IEnumerable<VerbatimSpan> UnknownWords(string sentence, IReadOnlyList<VerbatimSpan> spans)
    {
        if (IsKnown(sentence))
            yield break;

        var isOutside = new bool[sentence.Length];
        Array.Fill(isOutside, true);
        foreach (var span in spans)
            isOutside.AsSpan(span.Start, span.Length).Clear();

        for (var start = 0; start < sentence.Length;)
        {
            var end = EndOfWord(sentence, start);
            var word = Trimmed(sentence, start, end);
            if (word.Length > 0 && HasUnknown(Outside(isOutside, sentence, word)))
                yield return WithNumber(sentence, word);

            start = Math.Max(end, start + 1);
        }
    }

    private bool IsUnknownMark(char letter) =>
        char.IsWhiteSpace(letter) || (char.IsPunctuation(letter) && _unknownMarks.GetOrAdd(letter, mark => !IsReadAsQuote(mark) && !IsKnown(mark.ToString())));

    /// <summary>Quotes go with what they quote; any other mark can stay outside.</summary>
    private bool IsReadAsQuote(char letter) => _plain.TryGetValue(letter, out var plain) && plain is '\'' or '"';

    private static string Outside(bool[] isOutside, string sentence, VerbatimSpan word) =>
        string.Concat(Enumerable.Range(word.Start, word.Length).Where(place => isOutside[place]).Select(place => sentence[place]));

    /// <summary>An unknown mark is none, unless the word has digits: 50%, 1/2.</summary>
    private bool HasUnknown(string word)
    {
        if (IsKnown(Plain(word)))
            return false;

        var hasDigit = word.Any(char.IsDigit);
        return word.EnumerateRunes().Any(rune =>
            (hasDigit || !Rune.IsPunctuation(rune)) && !Rune.IsWhiteSpace(rune) && !IsKnown(Plain(rune.ToString())));
    }

    /// <summary>A word ends at white space; where there is none between words, before and behind each run that is unknown.</summary>
    private int EndOfWord(string sentence, int start)
    {
        var isWide = IsWide(sentence[start]);
        var isKnown = !isWide || IsKnown(First(sentence, start));
        var end = start;
        while (end < sentence.Length && !char.IsWhiteSpace(sentence[end]) && IsWide(sentence[end]) == isWide
            && (!isWide || IsKnown(First(sentence, end)) == isKnown))
        {
            end += First(sentence, end).Length;
        }

        return end;
    }

    private static string First(string sentence, int place) =>
        Rune.DecodeFromUtf16(sentence.AsSpan(place), out var rune, out _) == OperationStatus.Done ? rune.ToString() : sentence[place].ToString();

    /// <summary>A single byte of a model with byte fallback: &lt;0x41&gt;.</summary>
    private static bool IsByte(string piece) => piece.Length == 6 && piece.StartsWith("<0x", StringComparison.Ordinal) && piece[^1] == '>';

    private static bool IsWide(char letter) => letter >= '\u2E80' && letter is not (>= '\uAC00' and <= '\uD7A3');

    private static VerbatimSpan Trimmed(string sentence, int start, int end)
    {
        while (start < end && IsEdge(sentence[start]))
            start++;
        while (end > start && IsEdge(sentence[end - 1]))
            end--;

        return new(start, end);
    }

    private static bool IsEdge(char letter) => char.IsPunctuation(letter) && letter is not ('%' or '‰' or '#' or '@' or '&' or '*' or '/');

    /// <summary>5 € is one thing: a sign by itself takes the number in front along.</summary>
    private static VerbatimSpan WithNumber(string sentence, VerbatimSpan word)
    {
        if (sentence.AsSpan(word.Start, word.Length).ContainsAnyInRange('0', '9') || char.GetUnicodeCategory(sentence[word.Start]) is not (UnicodeCategory.CurrencySymbol or UnicodeCategory.OtherPunctuation))
            return word;

        var start = word.Start;
        while (start > 0 && char.IsWhiteSpace(sentence[start - 1]))
            start--;

        var behindNumber = start;
        while (start > 0 && (char.IsAsciiDigit(sentence[start - 1]) || (sentence[start - 1] is '.' or ',' && start < behindNumber)))
            start--;

        return start < behindNumber ? new(start, word.End) : word;
    }
}
