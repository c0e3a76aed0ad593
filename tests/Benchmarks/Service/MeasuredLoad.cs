namespace Seq2SeqService.Benchmarks.Service;

/// <summary>A load, and what was counted meanwhile.</summary>
/// <param name="Meters">Of the service by instrument, with <see cref="EngineMeters.ProcessorSeconds"/>; empty for a service that is not ours.</param>
/// <param name="GeneratorSeconds">Processor time of this process, which asks.</param>
internal sealed record MeasuredLoad(LoadSummary Load, IReadOnlyDictionary<string, double> Meters, double GeneratorSeconds)
{
    public Throughput Throughput => new(Load.Tokens, Load.UntilLast.TotalSeconds, Meters.GetValueOrDefault(EngineMeters.ProcessorSeconds, double.NaN));

    /// <summary>Processors that asking took.</summary>
    public double Generator => GeneratorSeconds / Load.UntilLast.TotalSeconds;

    public double Ratio(string instrument, string other) =>
        Meters.TryGetValue(instrument, out var total) ? total / Meters[other] : double.NaN;
}
