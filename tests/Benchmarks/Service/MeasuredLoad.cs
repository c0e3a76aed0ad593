namespace Seq2SeqService.Benchmarks.Service;

/// <summary>A load, and what was counted meanwhile.</summary>
/// <param name="Meters">Of the service by instrument, with <see cref="EngineMeters.ProcessorSeconds"/>; empty for a service that is not ours.</param>
/// <param name="GeneratorSeconds">Processor time of this process, which asks.</param>
internal sealed record MeasuredLoad(LoadSummary Load, IReadOnlyDictionary<string, double> Meters, double GeneratorSeconds)
{
    public Throughput Throughput => new(Load.Tokens, Load.UntilLast.TotalSeconds, Meters.GetValueOrDefault(EngineMeters.ProcessorSeconds, double.NaN));

    /// <summary>Processors that asking took.</summary>
    public double Generator => GeneratorSeconds / Load.UntilLast.TotalSeconds;

    /// <summary>Share of the time in which the service's collector let nothing else run.</summary>
    public double Paused => Meters.GetValueOrDefault(EngineMeters.PauseSeconds, double.NaN) / Load.UntilLast.TotalSeconds;

    /// <summary>Milliseconds of one collection.</summary>
    public double Pause => Ratio(EngineMeters.PauseSeconds, EngineMeters.Collections) * 1000;

    /// <summary>KiB that the service allocates for a sentence.</summary>
    public double AllocatedKilobytes => Ratio(EngineMeters.AllocatedBytes, "nmt_sentences") / 1024;

    public double Ratio(string instrument, string other) =>
        Meters.TryGetValue(instrument, out var total) ? total / Meters[other] : double.NaN;
}
