using System.Globalization;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Scores;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Alignment;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.Benchmarks.Quality;

internal static class ConfidenceBench
{
    public static int Run(string[] args)
    {
        var checkpoint = Checkpoint.Open(args[0]);
        using var engine = new CpuEngine(checkpoint.Config, checkpoint.ReadInt8Weights(), new CpuEngineOptions { Precision = CpuPrecision.Int8 });
        var translator = new SentenceTranslator("m", engine, checkpoint.Config, checkpoint.Generation);
        var tok = checkpoint.Tokenizer;
        var (src, reference, lang, name) = (File.ReadAllLines(args[1]), File.ReadAllLines(args[2]), args[3], args[4]);
        using var sentences = new StreamWriter(name + ".sent");
        using var words = new StreamWriter(name + ".word");
        var hyps = translator.Translate([.. src.Select(s => tok.EncodeSource(s, lang))], new() { BeamSize = 4 }, default);
        var chrf = new Chrf();
        for (var i = 0; i < src.Length; i++)
        {
            var h = hyps[i][0];
            var text = tok.Decode(h.Tokens, out var places);
            var t = new PlacedSentence(text, places);
            var lp = h.TokenLogProbabilities;
            sentences.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lp.Average():F5} {lp.Min():F5} {lp.Count} {chrf.Score([text], [reference[i]]).Value:F2}"));
            var wot = t.WordOfToken();
            var bag = Words.Of(reference[i]).Select(w => reference[i][w.Start..w.End].ToLowerInvariant()).GroupBy(w => w).ToDictionary(g => g.Key, g => g.Count());
            for (var w = 0; w < t.Words.Count; w++)
            {
                var own = Enumerable.Range(0, wot.Count).Where(k => wot[k] == w).ToList();
                if (own.Count == 0) continue;
                var word = text[t.Words[w].Start..t.Words[w].End].ToLowerInvariant();
                var ok = bag.TryGetValue(word, out var left) && left > 0;
                if (ok) bag[word] = left - 1;
                words.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{own.Sum(k => lp[k]):F5} {own.Average(k => lp[k]):F5} {own.Min(k => lp[k]):F5} {(ok ? 1 : 0)} {(char.IsLetterOrDigit(word[0]) ? 1 : 0)} {lp.Average():F5}"));
            }
        }
        return 0;
    }
}
