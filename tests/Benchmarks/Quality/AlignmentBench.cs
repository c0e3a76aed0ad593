using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Alignment;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.Benchmarks.Quality;

internal static class AlignmentBench
{
    public static int Run(string[] args)
    {
        var checkpoint = Checkpoint.Open(args[0]);
        using var engine = new CpuEngine(checkpoint.Config, checkpoint.ReadWeights(), new CpuEngineOptions());
        var lines = File.ReadAllLines(args[1]).Select(line => line.Split(" | ")).ToList();
        var translator = new SentenceTranslator("m", engine, checkpoint.Config, checkpoint.Generation);
        foreach (var spec in args[2..])
        {
            var name = spec;
            var heads = spec == "all" ? null : spec.Split('/').Select(h => (IReadOnlyList<int>)[.. h.Split(',').Select(int.Parse)]).ToList();
            var generation = checkpoint.Generation with { AlignmentHeads = heads ?? [] };
            translator = new SentenceTranslator("m", engine, checkpoint.Config, generation);
            foreach (var forward in new[] { true, false })
            {
                var data = new List<(PlacedSentence S, PlacedSentence T, IReadOnlyList<float[]> A, HashSet<(int, int)> G)>();
                foreach (var line in lines)
                {
                    var (src, tgt) = forward ? (line[0], line[1]) : (line[1], line[0]);
                    var lang = forward ? "de" : "en";
                    var tok = checkpoint.Tokenizer;
                    var prefix = tok.EncodePrefix(tgt);
                    var h = translator.Translate([tok.EncodeSource(src, lang)], new() { BeamSize = 1, Prefix = prefix, WithAlignment = true, MaxLength = prefix.Length }, default)[0][0];
                    tok.Decode(h.Tokens, out var places);
                    var s = new PlacedSentence(src, tok.SourcePlaces(src, tok.EncodeSource(src, lang)));
                    var t = new PlacedSentence(tgt, places);
                    data.Add((s, t, h.Alignment, Gold(line, s, t, forward)));
                }

                int hit = 0, said = 0, gold = 0;
                foreach (var (s, t, a, g) in data)
                {
                    var links = WordAligner.Align(s, t, a).Select(l => (s.Words.ToList().IndexOf(l.Source), t.Words.ToList().IndexOf(l.Target))).ToList();
                    hit += links.Count(g.Contains); said += links.Count; gold += g.Count;
                }
                var (p, r) = (hit / (double)Math.Max(1, said), hit / (double)gold);
                Console.WriteLine($"{name,-8} {(forward ? "en-de" : "de-en")} F {2 * p * r / Math.Max(1e-9, p + r):F3} P {p:F3} R {r:F3}");
            }
        }
        return 0;
    }

    private static HashSet<(int, int)> Gold(string[] line, PlacedSentence s, PlacedSentence t, bool forward)
    {
        var gold = new HashSet<(int, int)>();
        foreach (var link in line[2].Split(' '))
        {
            var cut = link.LastIndexOf('-');
            var (en, de) = (link[..cut], link[(cut + 1)..]);
            var (a, b) = forward ? (Find(s, en), Find(t, de)) : (Find(s, de), Find(t, en));
            gold.Add((a, b));
        }
        return gold;
    }

    private static int Find(PlacedSentence s, string word)
    {
        var parts = word.Split('#');
        var nth = parts.Length > 1 ? int.Parse(parts[1]) : 1;
        for (var i = 0; i < s.Words.Count; i++)
            if (s.Text[s.Words[i].Start..s.Words[i].End] == parts[0] && --nth == 0) return i;
        throw new InvalidOperationException($"{word} in {s.Text}");
    }
}
