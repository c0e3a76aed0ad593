using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>
/// How much texts are at least, told by their characters before they are tokenised. Source tokens are taken for a character as nineteen of twenty texts of late had
/// or more, a ratio that is found by going down a step where one has fewer and up by a nineteenth of a step where one has not (Robbins and Monro, 1951); at first half of what the
/// first text had. Safe to call from many threads.
/// </summary>
/// <param name="mostTokens">Of a sentence that the model accepts.</param>
internal sealed class TextSizes(int mostTokens)
{
    private const double Step = 0.05;
    private const double Below = 0.05;   // of all
    private const string Within = ",'’-";   // a sentence goes on behind them

    private readonly Lock _gate = new();
    private double _ratio;   // beside the ends of sentences, which are tokens too

    /// <summary>A text has been cut and tokenised.</summary>
    public void Saw(string text, IEnumerable<Job> jobs)
    {
        var tokens = jobs.Sum(job => job.Source.Length - 1);
        if (tokens <= 0)
            return;

        var ratio = (double)tokens / text.Length;
        lock (_gate)
            _ratio = _ratio == 0 ? ratio / 2 : _ratio * (1 + (Step * (Below - (ratio < _ratio ? 1 : 0))));
    }

    /// <summary>What has no letters is left out: it may need no model.</summary>
    /// <param name="texts">As they came.</param>
    /// <param name="beam">Rows of each sentence.</param>
    public TextLoad AtLeast(IEnumerable<string> texts, int beam)
    {
        double ratio;
        lock (_gate)
            ratio = _ratio;

        var all = BatchLoad.Nothing;
        foreach (var text in texts.Where(text => text.Any(char.IsLetter)))
        {
            var tokens = 1 + (int)(ratio * text.Length);
            all += new BatchLoad(1, beam, (long)beam * tokens, Math.Clamp(tokens / MostSentences(text), 1, Math.Max(1, mostTokens / 2)));   // what is too long is cut, at worst in halves
        }

        return new(all, all.Tokens);   // where many callers wait, the longer the last sentence the sooner it is there
    }

    /// <summary>
    /// The longest of so many sentences is no shorter than their mean. Whatever is neither a letter nor a digit nor one space may end one: the splitter
    /// knows which do, and its work is what is to be saved here.
    /// </summary>
    private static int MostSentences(string text)
    {
        var (sentences, isOver, wasSpace) = (0, true, false);
        foreach (var letter in text)
        {
            if (char.IsLetterOrDigit(letter))
            {
                sentences += isOver ? 1 : 0;
                isOver = false;
            }
            else
            {
                isOver |= letter == ' ' ? wasSpace : !Within.Contains(letter);
            }

            wasSpace = letter == ' ';
        }

        return sentences;   // of a text with letters
    }
}
