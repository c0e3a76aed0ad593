namespace Seq2SeqService.Inference.Guards;

/// <summary>
/// Finds an output that goes round in circles: a stretch of characters, be it of a letter or of a clause, that follows itself again and again
/// where nothing in the source does.
/// </summary>
internal static class RepetitionGuard
{
    private const int LongestPeriod = 60;      // characters
    private const int LeastLoop = 8;           // characters of all rounds
    private const int MostText = 4_000;        // characters looked at: an output is bounded by its tokens

    public static Fault? Check(string source, string output)
    {
        var (rounds, loop) = Longest(output);
        return loop.Length > 0 && rounds > Longest(source).Rounds + 1
            ? new(FaultKind.Repetition, $"The output says '{loop.Trim()}' {rounds} times in a row.")
            : null;
    }

    /// <summary>The most rounds of any loop, and what is said in each.</summary>
    private static (int Rounds, string Loop) Longest(string text)
    {
        text = text.Length > MostText ? text[^MostText..] : text;
        var (most, loop) = (1, "");
        for (var period = 1; period <= Math.Min(LongestPeriod, text.Length / 2); period++)
        {
            var same = 0;
            for (var i = period; i < text.Length; i++)
            {
                same = text[i] == text[i - period] ? same + 1 : 0;
                var rounds = (same / period) + 1;
                if (rounds > most && rounds >= LeastRounds(period) && same + period >= LeastLoop && HasWord(text.AsSpan(i - period + 1, period)))
                    (most, loop) = (rounds, text.Substring(i - period + 1, period));
            }
        }

        return (most, loop);
    }

    /// <summary>"Hahaha" is a word and "very, very, very" is said; a clause said three times is not.</summary>
    private static int LeastRounds(int period) => period switch { 1 => 8, <= 3 => 5, <= 8 => 4, _ => 3 };

    private static bool HasWord(ReadOnlySpan<char> round)
    {
        foreach (var letter in round)
        {
            if (char.IsLetterOrDigit(letter) || letter is '/' or '“' or '”' or '„')
                return true;
        }

        return false;
    }
}
