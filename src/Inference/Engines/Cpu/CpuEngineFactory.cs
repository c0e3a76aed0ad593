using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>Makes the managed CPU engine for a checkpoint.</summary>
internal sealed class CpuEngineFactory : IEngineFactory
{
    public string Name => "cpu";

    public bool HasInt8 => true;

    public bool HasShortlists => true;

    public IEngine Create(Checkpoint checkpoint, InferenceOptions options) =>
        PrecisionChoice.Load(checkpoint, options.Precision, options.Threads, options.Shortlist);
}
