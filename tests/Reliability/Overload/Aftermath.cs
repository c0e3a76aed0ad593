using System.Diagnostics;

namespace Seq2SeqService.Reliability.Overload;

/// <summary>What a replica still does when nobody waits for anything any more.</summary>
/// <param name="Steps">Decoding steps from the first look to the last.</param>
/// <param name="Milliseconds">Until nothing was in the line or with an engine.</param>
/// <param name="Left">Sentences that were left when we lost patience.</param>
internal sealed record Aftermath(double Steps, double Milliseconds, double Left)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Call it when the last client has left.</summary>
    public static async Task<Aftermath> WatchAsync(HttpClient http, Uri service)
    {
        var start = Stopwatch.GetTimestamp();
        var first = await Meters.ReadAsync(http, service);
        var now = first;
        while (now.AtWork > 0 && Stopwatch.GetElapsedTime(start) < Patience)
            now = await Meters.ReadAsync(http, service);

        return new(now.Steps - first.Steps, Stopwatch.GetElapsedTime(start).TotalMilliseconds, now.AtWork);
    }
}
