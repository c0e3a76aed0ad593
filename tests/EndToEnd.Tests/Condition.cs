using System.Diagnostics;

namespace Seq2SeqService.EndToEnd.Tests;

/// <summary>
/// Asks until the answer is yes, for a minute at most. Between questions it waits a moment: one that asked without pause would take the processor from
/// what it waits for, and fill the logs and traces of the service with its questions.
/// </summary>
internal static class Condition
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public static async Task MetAsync(Func<Task<bool>> question, Func<string>? failure = null)
    {
        using var ticks = new PeriodicTimer(Moment);
        for (var start = Stopwatch.GetTimestamp(); !await question(); await ticks.WaitForNextTickAsync(TestContext.Current.CancellationToken))
        {
            if (Stopwatch.GetElapsedTime(start) > Limit)
                Assert.Fail($"Not met within {Limit}. {failure?.Invoke()}");
        }
    }
}
