namespace Seq2SeqService.Core.Scores.EditRate;

/// <summary>Words that hypothesis and reference have in common.</summary>
/// <param name="Start">Where it begins in the hypothesis.</param>
/// <param name="Wanted">Where it begins in the reference.</param>
/// <param name="Length">Its words.</param>
internal readonly record struct Phrase(int Start, int Wanted, int Length)
{
    private const int MaxLength = 10;
    private const int MaxDistance = 50;

    /// <summary>All phrases of limited length and distance, by start, then place in the reference, then length.</summary>
    public static IEnumerable<Phrase> Common(int[] hypothesis, int[] reference)
    {
        for (var start = 0; start < hypothesis.Length; start++)
        {
            var end = Math.Min(reference.Length, start + MaxDistance + 1);
            for (var wanted = Math.Max(0, start - MaxDistance); wanted < end; wanted++)
            {
                var longest = Math.Min(MaxLength, hypothesis.AsSpan(start).CommonPrefixLength(reference.AsSpan(wanted)));
                for (var length = 1; length <= longest; length++)
                    yield return new Phrase(start, wanted, length);
            }
        }
    }

    /// <summary>The hypothesis with the phrase in front of the word that stood at <paramref name="target"/>; within itself it moves on by as many words.</summary>
    public int[] Move(int[] hypothesis, int target)
    {
        var phrase = hypothesis.AsSpan(Start, Length);
        ReadOnlySpan<int> rest = [.. hypothesis.AsSpan(0, Start), .. hypothesis.AsSpan(Start + Length)];
        var at = target > Start + Length ? target - Length : Math.Min(target, rest.Length);
        return [.. rest[..at], .. phrase, .. rest[at..]];
    }
}
