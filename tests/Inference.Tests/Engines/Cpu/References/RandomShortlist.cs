using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>Shortlists for networks that never learned what calls for what.</summary>
internal static class RandomShortlist
{
    /// <summary>The end of sentence for all, and up to <paramref name="most"/> random targets for every source token.</summary>
    public static Shortlist Of(ModelConfig config, int most, Random random) => new(
        [config.EosId],
        [.. Enumerable.Range(0, config.VocabularySize).Select(_ =>
            Enumerable.Range(0, random.Next(most + 1)).Select(_ => random.Next(config.VocabularySize)).ToArray())]);

    /// <summary>Every token for every sentence.</summary>
    public static Shortlist Whole(ModelConfig config) =>
        new(Enumerable.Range(0, config.VocabularySize), [.. Enumerable.Repeat(Array.Empty<int>(), config.VocabularySize)]);
}
