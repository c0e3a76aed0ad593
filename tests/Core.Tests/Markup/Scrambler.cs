using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Markup;

/// <summary>
/// Translations that are as hard on tags as can be: words in any order, some lost, some twice, some new, and alignments that are right, wrong or
/// missing. Every word comes out in a form that says that it was translated.
/// </summary>
internal sealed class Scrambler(int seed)
{
    public const string Mark = "ł";

    private readonly Random _random = new(seed);

    public AlignedTranslation Translate(string text)
    {
        var words = Words.Of(text).ToList();
        var order = words.Where(_ => _random.Next(10) > 0).Concat(words.Where(_ => _random.Next(10) == 0)).ToArray();
        if (_random.Next(2) == 0)
            _random.Shuffle(order);

        var (output, pairs) = ("", new List<AlignedWords>());
        foreach (var word in order)
        {
            output += output.Length > 0 && _random.Next(8) > 0 ? " " : "";
            var translated = Mark + OneWord(text[word.Start..word.End]) + Mark;
            var place = new TextRange(output.Length, output.Length + translated.Length);
            output += translated;
            if (_random.Next(5) > 0)
                pairs.Add(new(_random.Next(8) > 0 ? word : words[_random.Next(words.Count)], place));
        }

        return new(_random.Next(10) == 0 ? output + $" {Mark}<{Mark}b{Mark}>&{Mark}" : output, pairs);
    }

    /// <summary>An ideograph would be a word between marks, not of one piece with them.</summary>
    private static string OneWord(string word) => word[0] >= 0x2E80 ? $"{(int)word[0]:x}" : word.Replace('<', '>');
}
