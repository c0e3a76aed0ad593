using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Markup;

/// <summary>The words of a translation, each with the words of the source that it stands for.</summary>
internal sealed class TargetWords
{
    private const double Own = 1, Others = -1, Nobodys = -0.3;

    private readonly IReadOnlyList<TextRange> _words;
    private readonly List<TextRange>[] _sources;

    public TargetWords(AlignedTranslation translation)
    {
        Text = translation.Text;
        _words = Words.Of(Text);
        _sources = [.. _words.Select(_ => new List<TextRange>())];
        foreach (var pair in translation.Words)
        {
            for (var word = FirstBehind(pair.Target.Start); word < _words.Count && _words[word].Start < pair.Target.End; word++)
                _sources[word].Add(pair.Source);
        }
    }

    public string Text { get; }

    public int Count => _words.Count;

    /// <summary>No word is taken.</summary>
    public bool[] AllFree => new bool[_words.Count];

    /// <summary>How many words within a stretch of the translation stand for words of a stretch of the source.</summary>
    public int CountOf(TextRange source, TextRange within)
    {
        var count = 0;
        foreach (var word in Within(within))
            count += Score(word, source) > 0 ? 1 : 0;

        return count;
    }

    /// <summary>
    /// The stretch of free words within <paramref name="within"/> that stands for a stretch of the source best: the most own words against the
    /// fewest others. Null where none stands for it. Its words are free no more.
    /// </summary>
    public TextRange? Take(TextRange source, TextRange within, bool[] taken)
    {
        var (best, bestStart, bestEnd) = (0.0, -1, -1);
        var (sum, start) = (0.0, -1);
        foreach (var word in Within(within))
        {
            if (taken[word])
            {
                (sum, start) = (0, -1);
                continue;
            }

            var score = Score(word, source);
            if (sum <= 0)
                (sum, start) = (0, word);

            sum += score;
            if (sum > best)
                (best, bestStart, bestEnd) = (sum, start, word);
        }

        return best > 0 ? Take(bestStart, bestEnd, taken) : null;
    }

    /// <summary>The first place within a stretch where these very words stand free, taken; null where there is none.</summary>
    public TextRange? TakeSame(string words, StringComparison comparison, TextRange within, bool[] taken)
    {
        var place = Text.IndexOf(words, within.Start, within.Length, comparison);
        if (place < 0 || words.Length == 0)
            return null;

        var (first, last) = (FirstBehind(place), FirstBehind(place + words.Length - 1));
        var isWhole = last < _words.Count && _words[first].Start == place && _words[last].End == place + words.Length;
        return isWhole && !Enumerable.Range(first, last - first + 1).Any(word => taken[word]) ? Take(first, last, taken) : null;
    }

    /// <summary>The same part of a word that came over unchanged, as in H<sub>2</sub>O; null where it is no part of one or there is none.</summary>
    public TextRange? TakePart(TextRange part, string source, TextRange within, bool[] taken)
    {
        foreach (var word in Within(within))
        {
            foreach (var whole in _sources[word])
            {
                var isPart = whole.Start <= part.Start && whole.End >= part.End && whole.Length > part.Length;
                if (isPart && !taken[word] && source.AsSpan(whole.Start, whole.Length).SequenceEqual(Text.AsSpan(_words[word].Start, _words[word].Length)))
                    return part.Shift(_words[word].Start - whole.Start);
            }
        }

        return null;
    }

    /// <summary>Where the words within a stretch begin and end.</summary>
    public WordEdges Edges(TextRange within)
    {
        var pairs = new List<(TextRange Source, TextRange Target)>();
        foreach (var word in Within(within))
        {
            foreach (var source in _sources[word])
                pairs.Add((source, _words[word]));
        }

        return new(pairs, within);
    }

    private double Score(int word, TextRange source)
    {
        var sources = _sources[word];
        if (sources.Count == 0)
            return Nobodys;

        var sum = 0.0;
        foreach (var other in sources)
            sum += IsIn(other, source) ? Own : Others;

        return sum / sources.Count;
    }

    /// <summary>Most of the word is in the stretch, or the stretch is a part of the word.</summary>
    private static bool IsIn(TextRange word, TextRange stretch) =>
        !stretch.IsEmpty && word.Overlap(stretch) is var common && (2 * common >= word.Length || common == stretch.Length);

    private IEnumerable<int> Within(TextRange range)
    {
        for (var word = FirstBehind(range.Start); word < _words.Count && _words[word].End <= range.End; word++)
            yield return word;
    }

    private TextRange Take(int first, int last, bool[] taken)
    {
        for (var word = first; word <= last; word++)
            taken[word] = true;

        return new(_words[first].Start, _words[last].End);
    }

    /// <summary>The first word that ends behind the place.</summary>
    private int FirstBehind(int place)
    {
        var (low, high) = (0, _words.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_words[middle].End <= place)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
