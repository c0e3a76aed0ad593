using System.Diagnostics.Metrics;
using Seq2SeqService.Api.Monitoring;

namespace Seq2SeqService.Api.Jobs;

/// <summary>What the store holds, as of this instance's last look, and how the attempts of this instance ended.</summary>
internal static class JobMetrics
{
    private static readonly Meter Meter = new(RequestMetrics.MeterName);

    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>(
        "nmt_job_attempts", "{attempt}", "Attempts at jobs by outcome: done, failed, retried, returned, superseded, exhausted.");

    private static JobCounts _counts = JobCounts.None;

    static JobMetrics()
    {
        Meter.CreateObservableGauge("nmt_waiting_jobs", () => Volatile.Read(ref _counts).Waiting, "{job}", "Jobs that wait, of all instances that share the store.");
        Meter.CreateObservableGauge("nmt_running_jobs", () => Volatile.Read(ref _counts).Running, "{job}", "Jobs that are being done, of all instances that share the store.");
        Meter.CreateObservableGauge("nmt_waiting_jobs_age", () => Volatile.Read(ref _counts).OldestAge.TotalSeconds, "s", "Time since the oldest waiting job came in.");
    }

    public static void Set(JobCounts counts) => Volatile.Write(ref _counts, counts);

    public static void Ended(JobOutcome outcome, long count = 1) => Attempts.Add(count, new KeyValuePair<string, object?>("outcome", outcome.ToString().ToLowerInvariant()));

    /// <summary>Shows all before they happen: what begins with 1 has not risen, and an alert would miss it.</summary>
    public static void Begin()
    {
        foreach (var outcome in Enum.GetValues<JobOutcome>())
            Ended(outcome, count: 0);
    }
}
