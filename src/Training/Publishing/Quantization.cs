using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Publishing;

/// <summary>
/// Makes of a published version a new one with weights in 8 bits. All other files are those of the old version, byte for byte, but for the
/// model card, which gets a section on what the 8 bits cost.
/// </summary>
internal sealed class Quantization(Checkpoint published, TextWriter output)
{
    /// <param name="tests">Test sets for the card; none leaves the price unmeasured.</param>
    /// <param name="dropFp32">Leaves the weights in fp32 out of the new version.</param>
    public Checkpoint Publish(string store, string? version, IReadOnlyList<TestRecipe> tests, bool dropFp32, CancellationToken cancel)
    {
        if (!published.Files.Contains(CheckpointFiles.Weights))
            throw new CheckpointException($"{published.Name}/{published.Version} holds its weights in 8 bits alone; there is nothing left to round or compare.");

        var weights = published.ReadWeights();
        var rounded = weights.Quantize();
        var scores = new TestScores(published.Config, published.Generation, published.Tokenizer, output);
        var body = Int8Section.Body(
            scores.Measure(weights, new CpuEngineOptions { Precision = CpuPrecision.Fp32 }, tests, cancel),
            scores.Measure(rounded, new CpuEngineOptions { Precision = CpuPrecision.Int8 }, tests, cancel));

        var copy = new VersionCopy(published);
        return copy.Publish(
            store, version,
            [
                CheckpointFile.Of(CheckpointFiles.ModelCard, Int8Section.PutInto(copy.Card, body)),
                new CheckpointFile(CheckpointFiles.Int8Weights, rounded.Write),
            ],
            dropFp32 ? [CheckpointFiles.Weights] : []);
    }
}
