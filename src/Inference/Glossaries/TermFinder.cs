using System.Globalization;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Texts;

namespace Seq2SeqService.Inference.Glossaries;

/// <summary>
/// Finds the terms of a glossary in sentences and in their translations. In a source a term is a whole word in just this form; in a translation it may
/// have up to two letters more, as grammar asks for (Bahnhofs), and either case of its first letter.
/// </summary>
internal sealed class TermFinder(IReadOnlyList<GlossaryTerm> terms)
{
    private const int LongestEnding = 2;

    // At a place of a sentence only the terms with its letter are compared: a glossary may have thousands.
    private readonly ILookup<(char Letter, bool IsKept), GlossaryTerm> _terms = terms.ToLookup(term => (char.ToUpperInvariant(term.Source[0]), term.IsKept));

    /// <summary>What of a sentence is not to be translated.</summary>
    public IEnumerable<VerbatimSpan> Kept(string sentence) => Find(sentence, [], kept: true).Select(found => found.Span);

    /// <summary>What of a sentence has a translation of its own, outside <paramref name="kept"/>.</summary>
    public IReadOnlyList<Kept> Terms(string sentence, IReadOnlyList<Kept> kept) => Find(sentence, [.. kept.Select(item => item.Span)], kept: false);

    /// <summary>Those of <paramref name="wanted"/> that the output lacks; a term that the sentence has twice is wanted twice.</summary>
    public static IEnumerable<Kept> Lost(IReadOnlyList<Kept> wanted, string output) =>
        wanted.GroupBy(term => term.Output).SelectMany(group => group.Skip(Count(output, group.Key)));

    /// <summary>The longest first: "railway station" goes before "station".</summary>
    private List<Kept> Find(string sentence, List<VerbatimSpan> taken, bool kept)
    {
        var found = new List<Kept>();
        foreach (var candidate in Candidates(sentence, kept).OrderByDescending(candidate => candidate.Span.End - candidate.Span.Start))
        {
            if (taken.Exists(other => other.Start < candidate.Span.End && candidate.Span.Start < other.End))
                continue;

            taken.Add(candidate.Span);
            found.Add(candidate);
        }

        return [.. found.OrderBy(item => item.Span.Start)];
    }

    private IEnumerable<Kept> Candidates(string sentence, bool kept)
    {
        if (_terms.Count == 0)
            yield break;

        for (var at = 0; at < sentence.Length; at++)
        {
            if (!BeginsWord(sentence, at))
                continue;

            foreach (var term in _terms[(char.ToUpperInvariant(sentence[at]), kept)])
            {
                if (Stands(term.Source, sentence, at))
                    yield return new(new VerbatimSpan(at, at + term.Source.Length), term.Target);
            }
        }
    }

    /// <summary>In just this form, and as a whole word.</summary>
    private static bool Stands(string term, string sentence, int at) =>
        at + term.Length <= sentence.Length
        && (sentence[at] == term[0] || (at == 0 && char.ToUpperInvariant(term[0]) == sentence[at]))
        && string.CompareOrdinal(sentence, at + 1, term, 1, term.Length - 1) == 0
        && LettersFrom(sentence, at + term.Length, most: 1) == 0;

    private static int Count(string output, string term)
    {
        var count = 0;
        for (var at = IndexOf(output, term, 0); at >= 0; at = IndexOf(output, term, at + term.Length))
        {
            if (BeginsWord(output, at) && LettersFrom(output, at + term.Length, LongestEnding + 1) <= LongestEnding)
                count++;
        }

        return count;
    }

    /// <summary>The next place of a term, whatever the case of its first letter.</summary>
    private static int IndexOf(string text, string term, int from)
    {
        for (var at = from; at + term.Length <= text.Length; at++)
        {
            if (char.ToUpperInvariant(text[at]) == char.ToUpperInvariant(term[0]) && string.CompareOrdinal(text, at + 1, term, 1, term.Length - 1) == 0)
                return at;
        }

        return -1;
    }

    private static bool BeginsWord(string text, int place) => place == 0 || !IsWordLetter(text[place - 1]) || !IsWordLetter(text[place]);

    private static int LettersFrom(string text, int place, int most)
    {
        if (!IsWordLetter(text[place - 1]))
            return 0;

        var letters = 0;
        while (letters < most && place + letters < text.Length && IsWordLetter(text[place + letters]))
            letters++;

        return letters;
    }

    // Chinese and Japanese set no space between words. Marks belong to the letter before them: vowels of Indic scripts, accents that stand by themselves.
    private static bool IsWordLetter(char letter) => letter < '\u2E80' && (char.IsLetterOrDigit(letter)
        || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark);
}
