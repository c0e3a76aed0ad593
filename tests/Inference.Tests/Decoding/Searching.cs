using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Tests.Decoding;

/// <summary>Runs a search over a fake network.</summary>
internal static class Searching
{
    public static readonly int[] Source = [5, 6, FakeEngine.Eos];

    public static ModelConfig Config(int vocabulary = 8) => new()
    {
        ModelType = ModelConfig.Marian, VocabularySize = vocabulary, Width = 4, PadId = FakeEngine.Start, EosId = FakeEngine.Eos,
        DecoderStartId = FakeEngine.Start,
    };

    public static IReadOnlyList<Hypothesis> Search(
        Func<int[], double[]> network, DecodingOptions options, GenerationConfig? generation = null, int maxPositions = 64)
    {
        var engine = new FakeEngine((_, said) => network(said)) { MaxPositions = maxPositions, HasAttention = true };
        return Translator(engine, generation).Translate([Source], options, TestContext.Current.CancellationToken)[0];
    }

    public static SentenceTranslator Translator(FakeEngine engine, GenerationConfig? generation = null, int maxBatchTokens = 8192) =>
        new("fake", engine, Config(), generation ?? new GenerationConfig(), maxBatchTokens);

    /// <summary>Probabilities of a vocabulary of 8: the ones given, and the rest spread over the others.</summary>
    public static double[] Next(params (int Token, double Probability)[] likely)
    {
        var rest = (1 - likely.Sum(next => next.Probability)) / (8 - likely.Length);
        var probabilities = Enumerable.Repeat(rest, 8).ToArray();
        foreach (var (token, probability) in likely)
            probabilities[token] = probability;

        return probabilities;
    }
}
