using Seq2SeqService.Benchmarks.Machine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>
/// What the engine does with the same sentences when it has them all at once: sorted by length, in batches of the best size, without HTTP.
/// </summary>
internal sealed class OfflinePass(Checkpoint checkpoint, CpuEngineOptions engineOptions, TranslateSettings settings)
{
    private static readonly int[] BatchTokens = [128, 256, 512, 1024, 2048];

    /// <summary>Target tokens a second at the best batch size, and that size in padded source tokens × beam.</summary>
    public (double TokensPerSecond, int BatchTokens) Best(IReadOnlyList<string> sentences)
    {
        var sources = sentences.Select(sentence => checkpoint.Tokenizer.EncodeSource(sentence, settings.Target)).ToList();
        var options = DecodingOptions.Of(checkpoint.Generation);
        options = options with { BeamSize = settings.Beam ?? options.BeamSize };

        using var engine = new CpuEngine(checkpoint.Config, checkpoint.ReadWeights(), engineOptions);
        return BatchTokens.Select(batchTokens => (Measure(batchTokens), batchTokens)).MaxBy(measured => measured.Item1);

        double Measure(int batchTokens)
        {
            var translator = new SentenceTranslator(checkpoint.Name, engine, checkpoint.Config, checkpoint.Generation, batchTokens);
            translator.Translate([.. sources.Take(sources.Count / 10)], options, CancellationToken.None);   // warms up
            var tokens = 0;
            var timing = Timing.Of(engineOptions.Threads, () =>
                tokens = translator.Translate(sources, options, CancellationToken.None).Sum(hypotheses => hypotheses[0].Tokens.Count));
            return tokens / timing.ClockSeconds;
        }
    }
}
