using Seq2SeqService.Benchmarks.Engine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>
/// A store with one model: a shape of <see cref="RandomWeights"/> behind the tokenizer of another model, under that model's name. Its outputs
/// mean nothing and end at the longest length that a request allows; what they cost depends on the shape alone.
/// </summary>
internal sealed class RandomStore : IDisposable
{
    public RandomStore(string shape, Checkpoint other)
    {
        var config = RandomWeights.Shape(shape) with
        {
            VocabularySize = other.Config.VocabularySize,
            PadId = other.Config.PadId,
            EosId = other.Config.EosId,
            DecoderStartId = other.Config.DecoderStartId,
            MaxPositions = other.Config.MaxPositions,
        };
        var weights = RandomWeights.Of(config);
        CheckpointPublisher.Publish(Root, other.Name, new CheckpointContents
        {
            Config = config,
            Directions = other.Directions,
            TokenizerFiles =
            [
                .. new[] { TokenizerFiles.SourceModel, TokenizerFiles.TargetModel, TokenizerFiles.VocabularyFile }
                    .Select(name => CheckpointFile.Copy(Path.Combine(other.Directory, name))),
            ],
            Weights = [.. weights.Names.Select(name => new WeightSource(name, weights.Find(name).Shape, weights.Find(name).Values))],
            Card = new ModelCard { Title = $"Random weights, {shape}", License = "MIT" },
        });
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("seq2seq-random-").FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
