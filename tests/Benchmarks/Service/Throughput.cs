namespace Seq2SeqService.Benchmarks.Service;

/// <summary>Output tokens, and what they took.</summary>
/// <param name="ProcessorSeconds">Of the process that translated, on all processors; on a shared machine it says more than the clock.</param>
internal readonly record struct Throughput(double Tokens, double ClockSeconds, double ProcessorSeconds)
{
    public double PerSecond => Tokens / ClockSeconds;

    public double PerProcessorSecond => Tokens / ProcessorSeconds;
}
