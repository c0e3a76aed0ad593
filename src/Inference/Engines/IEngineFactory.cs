using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines;

/// <summary>Builds engines of one kind; every kind that is registered can be chosen by its name in <see cref="InferenceOptions.Engine"/>.</summary>
internal interface IEngineFactory
{
    /// <summary>The name in the settings, for example <c>cpu</c>.</summary>
    string Name { get; }

    /// <summary>These engines multiply weights in 8 bits where they are told to.</summary>
    bool HasInt8 => false;

    /// <summary>These engines score the tokens of a version's shortlist alone where they are told to.</summary>
    bool HasShortlists => false;

    /// <summary>These engines share their weights with replicas (<see cref="IEngine.Replicate"/>).</summary>
    bool SharesWeights => false;

    /// <summary>Loads the network of <paramref name="checkpoint"/>; what does not fit is a <see cref="CheckpointException"/>.</summary>
    IEngine Create(Checkpoint checkpoint, InferenceOptions options);
}
