using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Models;

/// <summary>Engines that serve one version together, over the same weights.</summary>
internal static class Replicas
{
    /// <summary>The engine and as many others as make <paramref name="count"/>; an engine that cannot share its weights is a <see cref="CheckpointException"/>.</summary>
    public static IReadOnlyList<IEngine> Of(IEngine engine, int count)
    {
        var engines = new List<IEngine> { engine };
        try
        {
            while (engines.Count < count)
            {
                engines.Add(engine.Replicate() ?? throw new CheckpointException(
                    $"{InferenceOptions.Section}:Replicas is {count}, but the engine {engine.Name} cannot share its weights; set it to 1."));
            }

            return engines;
        }
        catch
        {
            foreach (var replica in engines.Skip(1))
                replica.Dispose();

            throw;
        }
    }
}
