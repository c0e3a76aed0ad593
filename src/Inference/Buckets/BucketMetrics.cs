using System.Diagnostics.Metrics;

namespace Seq2SeqService.Inference.Buckets;

/// <summary>Counts what came of looks into the bucket.</summary>
internal static class BucketMetrics
{
    private static readonly Meter Meter = new(Instrumentation.Name);

    private static readonly Counter<long> Fetches = Meter.CreateCounter<long>(
        "nmt_bucket_fetches", "{fetch}", "Versions by what came of fetching them from the bucket: fetched, refused, failed; a look into a bucket that fails counts as failed.");

    /// <summary>Shows all results, or an alert would miss their first time.</summary>
    public static void Show() => Array.ForEach(Enum.GetValues<FetchResult>(), result => Add(0, result));

    public static void Count(FetchResult result) => Add(1, result);

    private static void Add(long count, FetchResult result) =>
        Fetches.Add(count, new KeyValuePair<string, object?>("result", result switch
        {
            FetchResult.Fetched => "fetched",
            FetchResult.Refused => "refused",
            _ => "failed",
        }));
}
