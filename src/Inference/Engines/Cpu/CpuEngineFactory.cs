using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>Makes the managed CPU engine for a checkpoint.</summary>
internal sealed class CpuEngineFactory : IEngineFactory
{
    public string Name => "cpu";

    public IEngine Create(Checkpoint checkpoint, InferenceOptions options) =>
        new CpuEngine(checkpoint.Config, checkpoint.ReadWeights(), new CpuEngineOptions { Threads = options.Threads });
}
