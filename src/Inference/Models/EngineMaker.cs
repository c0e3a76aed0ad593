using Microsoft.Extensions.Options;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Models;

/// <summary>Makes engines of the kind that the settings name.</summary>
internal sealed class EngineMaker(IEnumerable<IEngineFactory> factories, IOptions<InferenceOptions> options)
{
    private readonly IEngineFactory _factory = factories.First(factory => factory.Name == options.Value.Engine);

    public InferenceOptions Options => options.Value;

    public IEngine Make(Checkpoint checkpoint) => _factory.Create(checkpoint, options.Value);
}
