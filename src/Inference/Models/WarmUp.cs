using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Texts;

namespace Seq2SeqService.Inference.Models;

/// <summary>
/// Translates short sentences in every direction before a model serves: its first request then finds compiled code and touched memory,
/// a network that gives no finite scores never gets one, and what it copies is known.
/// </summary>
internal static class WarmUp
{
    private const string Sentence = "1, 2, 3.";   // in every language's vocabulary
    private const int LongestOutput = 16;

    /// <summary>Returns by target language, "" where there is none, the words that the model copies (<see cref="StandIns"/>).</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Run(Checkpoint checkpoint, Readability readability, IEngine engine)
    {
        var targets = checkpoint.Directions.Select(direction => direction.Target).Distinct().DefaultIfEmpty("").ToList();
        var sentences = targets.SelectMany(target => Sentences(checkpoint, readability, target, engine.MaxPositions)).ToList();

        var translator = new SentenceTranslator(checkpoint.Name, engine, checkpoint.Config, checkpoint.Generation);
        var options = DecodingOptions.Of(checkpoint.Generation) with { MaxLength = LongestOutput };
        var outputs = translator.Translate([.. sentences.Select(sentence => sentence.Source)], options, CancellationToken.None);
        if (outputs.Any(hypotheses => hypotheses.Count == 0 || !double.IsFinite(hypotheses[0].Score)))
            throw new ModelFaultException($"The model '{checkpoint.Name}' gives no finite score to a first translation.");

        return sentences.Zip(outputs)
            .Where(pair => pair.First.StandIn is { } word && StandIns.IsCopied(word, checkpoint.Tokenizer.Decode(pair.Second[0].Tokens)))
            .GroupBy(pair => pair.First.Target, pair => pair.First.StandIn!)
            .ToDictionary(group => group.Key, IReadOnlyList<string> (group) => [.. group]);
    }

    private static IEnumerable<(string Target, string? StandIn, int[] Source)> Sentences(
        Checkpoint checkpoint, Readability readability, string target, int maxTokens)
    {
        var tag = target.Length > 0 ? target : null;
        yield return (target, null, checkpoint.Tokenizer.EncodeSource(Sentence, tag));
        if (tag is null)
            yield break;

        foreach (var (word, source) in StandIns.Probes(checkpoint.Tokenizer, readability, tag, maxTokens))
            yield return (target, word, source);
    }
}
