using System.Text;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Inference.Texts;

/// <summary>
/// A sentence as the model reads it: what must come back character by character is a word that the model copies. In the output the words
/// are exchanged again, so that not even a wrong one shows.
/// </summary>
/// <param name="Text">What the model reads.</param>
/// <param name="Masks">In the order of the sentence.</param>
/// <param name="Start">Where the sentence has what the model reads first.</param>
internal sealed record MaskedSentence(string Text, IReadOnlyList<Mask> Masks, int Start)
{
    private const int LongestEnding = 2;   // Toms, Tom's: grammar may add so much to a word

    /// <param name="sentence">The sentence as its text has it.</param>
    /// <param name="part">What of it is translated.</param>
    /// <param name="kept">What of that is masked, in order; at most as many as <paramref name="standIns"/>.</param>
    /// <param name="standIns">Words that the sentence does not have.</param>
    /// <param name="readable">Puts what is left into characters that the model knows, one for one.</param>
    public static MaskedSentence Of(
        string sentence, VerbatimSpan part, IReadOnlyList<Kept> kept, IReadOnlyList<string> standIns, Func<string, string> readable)
    {
        var text = new StringBuilder();
        var masks = new List<Mask>();
        var from = part.Start;
        foreach (var (span, output) in kept)
        {
            text.Append(readable(sentence[from..span.Start]));
            masks.Add(new(standIns[masks.Count], output, span, text.Length));
            text.Append(masks[^1].StandIn);
            from = span.End;
        }

        text.Append(readable(sentence[from..part.End]));
        return new(text.ToString(), masks, part.Start);
    }

    /// <summary>From what the model reads to the sentence.</summary>
    public PlaceMap Places =>
        new(Start, [.. Masks.Select(mask => (new TextRange(mask.Start, mask.Start + mask.StandIn.Length), new TextRange(mask.Span.Start, mask.Span.End)))]);

    /// <summary>The output with the originals in their places.</summary>
    public RestoredText Restore(string output)
    {
        var found = new int[Masks.Count];
        var replaced = new List<(TextRange From, TextRange To)>();
        var text = new StringBuilder(output.Length);
        for (var i = 0; i < output.Length;)
        {
            var mask = MaskAt(output, i);
            if (mask < 0)
            {
                text.Append(output[i++]);
                continue;
            }

            var end = i + Masks[mask].StandIn.Length;
            replaced.Add((new(i, end), new(text.Length, text.Length + Masks[mask].Output.Length)));
            text.Append(Masks[mask].Output);
            found[mask]++;
            i = end;
        }

        return new(text.ToString(), found, new(0, replaced));
    }

    private int MaskAt(string output, int place)
    {
        if (place > 0 && IsWordLetter(output[place - 1]))
            return -1;

        for (var i = 0; i < Masks.Count; i++)
        {
            var word = Masks[i].StandIn;
            if (string.CompareOrdinal(output, place, word, 0, word.Length) == 0 && EndsSoon(output, place + word.Length))
                return i;
        }

        return -1;
    }

    private static bool EndsSoon(string output, int end)
    {
        if (end < output.Length && char.IsDigit(output[end]))
            return false;

        var letters = 0;
        while (letters <= LongestEnding && end + letters < output.Length && IsWordLetter(output[end + letters]))
            letters++;

        return letters < LongestEnding;
    }

    // Chinese and Japanese set no space around a Latin word.
    private static bool IsWordLetter(char letter) => char.IsLetterOrDigit(letter) && letter < '\u2E80';
}
