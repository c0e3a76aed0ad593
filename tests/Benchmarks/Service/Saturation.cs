using System.Diagnostics;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>Clients that ask again as soon as they are answered, so many that the service never waits: what it can do at most.</summary>
internal static class Saturation
{
    /// <summary>The middle of the time is measured: not while batches fill up, not while they run empty.</summary>
    private const double FirstShare = 0.2;

    public static MeasuredLoad Run(ServiceUnderLoad service, IReadOnlyList<string> sentences, int clients, TimeSpan duration)
    {
        var next = -1;
        var (isCounted, isOver) = (false, false);
        var counted = new List<Answer>();
        var asking = Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(AskAsync)));

        Thread.Sleep(duration * FirstShare);
        var measured = service.Measure(() =>
        {
            var start = Stopwatch.GetTimestamp();
            Volatile.Write(ref isCounted, true);
            Thread.Sleep(duration * (1 - FirstShare));
            Volatile.Write(ref isCounted, false);
            var time = Stopwatch.GetElapsedTime(start);
            lock (counted)
                return new LoadSummary([.. counted], time, time);
        });

        Volatile.Write(ref isOver, true);
        asking.GetAwaiter().GetResult();
        return measured;

        async Task AskAsync()
        {
            while (!Volatile.Read(ref isOver))
            {
                var sentence = sentences[Interlocked.Increment(ref next) % sentences.Count];
                var answer = await service.Client.TranslateAsync(sentence, Stopwatch.GetTimestamp());
                if (!Volatile.Read(ref isCounted))
                    continue;

                lock (counted)
                    counted.Add(answer);
            }
        }
    }
}
