using System.Globalization;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Scores;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Alignment;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.Benchmarks.Quality;

/// <summary>
/// Fits the constants of <see cref="ConfidenceCalibration"/> on one text and says how reliable they are on another, all directions together.
/// </summary>
internal static class ConfidenceBench
{
    private const double Good = 50;   // chrF

    public static int Run(string[] args)
    {
        if (args is not [var model, var fit, var test])
        {
            Console.Error.WriteLine("confidence CHECKPOINT FIT TEST: texts FIT.en, FIT.de and so on, one sentence a line");
            return 2;
        }

        var checkpoint = Checkpoint.Open(model);
        using var engine = new CpuEngine(checkpoint.Config, checkpoint.ReadInt8Weights(), new CpuEngineOptions { Precision = CpuPrecision.Int8 });
        var (learned, seen) = (Read(checkpoint, engine, fit), Read(checkpoint, engine, test));
        Report("Sentences", learned.Sentences, seen.Sentences);
        Report("Words", learned.Words, seen.Words);
        return 0;
    }

    private static (List<Judged> Sentences, List<Judged> Words) Read(Checkpoint checkpoint, CpuEngine engine, string prefix)
    {
        var translator = new SentenceTranslator(checkpoint.Name, engine, checkpoint.Config, checkpoint.Generation);
        var (sentences, words, chrf) = (new List<Judged>(), new List<Judged>(), new Chrf());
        foreach (var direction in checkpoint.Directions)
        {
            var (sources, references) = (File.ReadAllLines($"{prefix}.{direction.Source}"), File.ReadAllLines($"{prefix}.{direction.Target}"));
            var outputs = translator.Translate(
                [.. sources.Select(source => checkpoint.Tokenizer.EncodeSource(source, direction.Target))], new() { BeamSize = 4 }, CancellationToken.None);
            for (var i = 0; i < sources.Length; i++)
            {
                var text = checkpoint.Tokenizer.Decode(outputs[i][0].Tokens, out var places);
                var logs = outputs[i][0].TokenLogProbabilities;
                var mean = Math.Exp(logs.Average());
                sentences.Add(new([1, mean], chrf.Score([text], [references[i]]).Value >= Good));
                words.AddRange(JudgeWords(new(text, places), logs, mean, references[i]));
            }
        }

        return (sentences, words);
    }

    private static IEnumerable<Judged> JudgeWords(PlacedSentence target, IReadOnlyList<float> logs, double mean, string reference)
    {
        var left = Words.Of(reference).Select(word => Lower(reference, word)).GroupBy(word => word).ToDictionary(group => group.Key, group => group.Count());
        var wordOfToken = target.WordOfToken();
        for (var i = 0; i < target.Words.Count; i++)
        {
            var probability = Math.Exp(Enumerable.Range(0, wordOfToken.Count).Where(token => wordOfToken[token] == i).Sum(token => logs[token]));
            var word = Lower(target.Text, target.Words[i]);
            var isIn = left.TryGetValue(word, out var count) && count > 0;
            left[word] = count - 1;
            yield return new([1, probability, mean], isIn);
        }
    }

    private static string Lower(string text, TextRange word) => text[word.Start..word.End].ToLowerInvariant();

    private static void Report(string what, List<Judged> learned, List<Judged> seen)
    {
        var weights = Logistic.Fit([.. learned.Select(one => one.Facts)], [.. learned.Select(one => one.IsGood)]);
        var judged = seen.Select(one => (Chance: Logistic.Chance(weights, one.Facts), one.IsGood)).ToList();
        var bins = judged.GroupBy(one => Math.Min(9, (int)(10 * one.Chance))).OrderBy(bin => bin.Key).ToList();
        var error = bins.Sum(bin => Math.Abs(bin.Sum(one => one.Chance - (one.IsGood ? 1 : 0)))) / judged.Count;

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {string.Join(", ", weights.Select(weight => weight.ToString("F3", CultureInfo.InvariantCulture)))}; expected calibration error {error:F4}"));
        Console.WriteLine("| Said | How many | Said on average | Were good |\n| --- | ---: | ---: | ---: |");
        foreach (var bin in bins)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {bin.Key / 10.0:F1} – {(bin.Key + 1) / 10.0:F1} | {bin.Count()} | {bin.Average(one => one.Chance):F2} | {bin.Average(one => one.IsGood ? 1.0 : 0):F2} |"));
        }
    }

    private sealed record Judged(double[] Facts, bool IsGood);
}
