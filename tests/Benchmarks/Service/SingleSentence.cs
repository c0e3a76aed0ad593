using Seq2SeqService.Benchmarks.Machine;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>
/// One short sentence at a time: what a caller waits, what of it the engine took, and what all the rest took.
/// The fastest tenth is what neighbours on a shared machine left alone.
/// </summary>
internal static class SingleSentence
{
    private const int WarmUp = 50;

    public static void Print(ServiceUnderLoad service, string sentence, int count)
    {
        var answers = Enumerable.Range(0, WarmUp + count)
            .Select(_ => service.Client.Translate(sentence) with { Ping = service.Client.Ping() })
            .Skip(WarmUp)
            .Where(answer => answer.Error is null)
            .ToList();
        if (answers.Count < count)
            throw new InvalidOperationException($"{count - answers.Count} of {count} requests failed.");

        Console.WriteLine($"\n## {service.Name}, one sentence at a time: \"{sentence}\" ({answers[0].Tokens} output tokens, {count} times)\n");
        Console.WriteLine("| what | p10 ms | p50 ms | p95 ms | p99 ms |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        Row("over HTTP", answer => answer.Latency.TotalMilliseconds);
        Row("engine", answer => answer.DecodeMilliseconds);
        Row("queue", answer => answer.QueueMilliseconds);
        Row("tokenising, queue, detokenising", answer => answer.TotalMilliseconds - answer.DecodeMilliseconds);
        Row("HTTP, JSON, caller", answer => answer.Latency.TotalMilliseconds - answer.TotalMilliseconds);
        Row("(GET /health/live beside it)", answer => answer.Ping.TotalMilliseconds);
        Row("**all but the engine**", answer => answer.Latency.TotalMilliseconds - answer.DecodeMilliseconds);

        void Row(string what, Func<Answer, double> time)
        {
            double[] sorted = [.. answers.Select(time).Order()];
            Console.WriteLine($"| {what} | {sorted.Percentile(0.1):F2} | {sorted.Percentile(0.5):F2} | {sorted.Percentile(0.95):F2} | {sorted.Percentile(0.99):F2} |");
        }
    }
}
