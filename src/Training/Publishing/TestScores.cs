using System.Globalization;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Validation;

namespace Seq2SeqService.Training.Publishing;

/// <summary>Measures weights on test sets with the engine and the search that serve them.</summary>
internal sealed class TestScores(ModelConfig config, GenerationConfig generation, Tokenizer tokenizer, TextWriter output)
{
    /// <summary>BLEU and chrF of every test set and direction. Also without tests the engine is built: weights that none can load must not be published.</summary>
    public IReadOnlyList<ModelScore> Measure(ModelWeights weights, CpuEngineOptions engineOptions, IReadOnlyList<TestRecipe> tests, CancellationToken cancel)
    {
        using var engine = new CpuEngine(config, weights, engineOptions);
        var options = DecodingOptions.Of(generation);
        var validator = new Validator(config, generation, tokenizer);
        var scores = new List<ModelScore>();
        foreach (var test in tests)
        {
            foreach (var score in validator.Score(engine, ValidationSet.Read([test], limit: 0), options, cancel))
            {
                var name = $"{test.Name} ({score.Set.Pairs.Count} sentences, beam {options.BeamSize})";
                scores.Add(new ModelScore(name, score.Set.Name, "BLEU", score.Bleu.Value, score.Bleu.Signature));
                scores.Add(new ModelScore(name, score.Set.Name, "chrF2", score.Chrf.Value, score.Chrf.Signature));
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{name} {score.Set.Name}: BLEU {score.Bleu.Value:F2}, chrF {score.Chrf.Value:F2} ({NameOf(engineOptions)})"));
            }
        }

        return scores;
    }

    private static string NameOf(CpuEngineOptions options) =>
        (options.Precision == CpuPrecision.Int8 ? PrecisionChoice.Int8 : PrecisionChoice.Fp32) + (options.Shortlist is null ? "" : ", shortlist");
}
