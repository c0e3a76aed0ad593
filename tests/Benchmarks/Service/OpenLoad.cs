using System.Diagnostics;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>Sends sentences when they are due, however long the earlier ones take: a slow service gets no rest from us.</summary>
internal static class OpenLoad
{
    private static readonly TimeSpan Accuracy = TimeSpan.FromMilliseconds(1.5);

    public static LoadSummary Run(TranslateClient client, IReadOnlyList<string> sentences, IReadOnlyList<TimeSpan> arrivals, TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var answers = new Task<Answer>[arrivals.Count];
        for (var i = 0; i < arrivals.Count; i++)
        {
            WaitUntil(start, arrivals[i]);
            var due = start + (long)(arrivals[i].TotalSeconds * Stopwatch.Frequency);
            answers[i] = client.TranslateAsync(sentences[i % sentences.Count], due);
        }

        var all = Task.WhenAll(answers).GetAwaiter().GetResult();
        return new LoadSummary(all, duration, Stopwatch.GetElapsedTime(start));
    }

    private static void WaitUntil(long start, TimeSpan due)
    {
        for (var rest = due - Stopwatch.GetElapsedTime(start); rest > TimeSpan.Zero; rest = due - Stopwatch.GetElapsedTime(start))
            Thread.Sleep(rest > Accuracy ? rest - Accuracy : TimeSpan.Zero);
    }
}
