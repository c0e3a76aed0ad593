using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>Makes the managed CPU engine for a checkpoint.</summary>
internal sealed class CpuEngineFactory : IEngineFactory
{
    public string Name => "cpu";

    public bool HasInt8 => true;

    public bool HasShortlists => true;

    public bool SharesWeights => true;

    public IEngine Create(Checkpoint checkpoint, InferenceOptions options) =>
        PrecisionChoice.Load(checkpoint, options.Precision, ThreadsOf(options), options.Shortlist);

    /// <summary>
    /// Threads of one engine, 0 for its own choice. Where nobody chose, replicas share the processors: threads spin while they wait for each
    /// other, and more of them than processors would stand in each other's way.
    /// </summary>
    internal static int ThreadsOf(InferenceOptions options) =>
        options.Threads > 0 || options.Replicas == 1 ? options.Threads : Math.Clamp(Environment.ProcessorCount / options.Replicas, 1, 16);
}
