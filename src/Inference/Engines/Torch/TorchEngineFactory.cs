using Seq2SeqService.Core.Checkpoints;
using static TorchSharp.torch;

namespace Seq2SeqService.Inference.Engines.Torch;

/// <summary>Makes the libtorch engine for a checkpoint: on the first GPU where there is one, else on the processor.</summary>
internal sealed class TorchEngineFactory : IEngineFactory
{
    public string Name => "torch";

    public IEngine Create(Checkpoint checkpoint, InferenceOptions options)
    {
        if (options.Threads > 0)
            set_num_threads(options.Threads);

        return new TorchEngine(checkpoint.Config, checkpoint.ReadWeights(), cuda.is_available() ? "cuda" : "cpu");
    }
}
