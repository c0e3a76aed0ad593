using System.Diagnostics;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>Clients that ask again as soon as they are answered, so many that the service never waits: what it can do at most.</summary>
internal static class Saturation
{
    /// <summary>Answers of the middle of the time are counted: not while batches fill up, not while they run empty.</summary>
    private const double FirstShare = 0.2;

    public static LoadSummary Run(TranslateClient client, IReadOnlyList<string> sentences, int clients, TimeSpan duration)
    {
        var next = -1;
        var counted = new List<Answer>();
        var start = Stopwatch.GetTimestamp();
        Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(AskAsync))).GetAwaiter().GetResult();
        return new LoadSummary(counted, duration * (1 - FirstShare), duration * (1 - FirstShare));

        async Task AskAsync()
        {
            while (Stopwatch.GetElapsedTime(start) < duration)
            {
                var sentence = sentences[Interlocked.Increment(ref next) % sentences.Count];
                var answer = await client.TranslateAsync(sentence, Stopwatch.GetTimestamp());
                var now = Stopwatch.GetElapsedTime(start);
                if (now < duration * FirstShare || now > duration)
                    continue;

                lock (counted)
                    counted.Add(answer);
            }
        }
    }
}
