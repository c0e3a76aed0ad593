using System.Diagnostics.Metrics;

namespace Seq2SeqService.Inference;

/// <summary>Under which name metrics and traces of translation are to be had. Whoever wants them listens; nothing here knows where they go.</summary>
public static class Instrumentation
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "Seq2SeqService.Inference";

    /// <summary>Bounds in seconds for the buckets of everything that a caller waits for: from a short sentence on an idle machine to the longest request.</summary>
    public static InstrumentAdvice<double> Durations { get; } = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };
}
