using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Models;

/// <summary>
/// Translates a short sentence in every direction before a model serves: its first request then finds compiled code and touched memory,
/// and a network that gives no finite scores never gets one.
/// </summary>
internal static class WarmUp
{
    private const string Sentence = "1, 2, 3.";   // in every language's vocabulary
    private const int LongestOutput = 16;

    public static void Run(Checkpoint checkpoint, IEngine engine)
    {
        var translator = new SentenceTranslator(checkpoint.Name, engine, checkpoint.Config, checkpoint.Generation);
        var targets = checkpoint.Directions.Select(direction => (string?)direction.Target).Distinct().DefaultIfEmpty(null);
        var sources = targets.Select(target => checkpoint.Tokenizer.EncodeSource(Sentence, target)).ToList();

        var options = DecodingOptions.Of(checkpoint.Generation) with { MaxLength = LongestOutput };
        foreach (var hypotheses in translator.Translate(sources, options, CancellationToken.None))
        {
            if (hypotheses.Count == 0 || !double.IsFinite(hypotheses[0].Score))
                throw new ModelFaultException($"The model '{checkpoint.Name}' gives no finite score to a first translation.");
        }
    }
}
