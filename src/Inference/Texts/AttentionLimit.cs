using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>
/// Bounds what one request's attention takes, in memory and in its answer: a weight for each source token of each target token. Reckoned
/// with the longest outputs that the options allow, before anything is decoded.
/// </summary>
internal static class AttentionLimit
{
    public const int MaxWeights = 1_000_000;

    /// <summary>The same for alignments, which keep the weights while they are made and do not answer them.</summary>
    public const int MaxAlignedWeights = 16_000_000;

    public static void Check(IReadOnlyList<Job> jobs, TargetRules rules)
    {
        Check(jobs.Where(job => job.Options.WithAttention), rules, MaxWeights);
        Check(jobs.Where(job => job.Options.WithAlignment), rules, MaxAlignedWeights);
    }

    private static void Check(IEnumerable<Job> jobs, TargetRules rules, int most)
    {
        var weights = jobs.Sum(job => (long)job.Source.Length * (rules.LongestOutput(job.Source.Length, job.Options) + 1));   // and the end of sentence
        if (weights > most)
        {
            throw new TranslationException(
                TranslationFailure.TextTooLong,
                $"The attention could take {weights} weights (source tokens × longest output of every sentence); at most {most} are answered. "
                + "Send the text in parts, or allow shorter outputs.");
        }
    }
}
