using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Alignment;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.EndToEnd.Tests.Bundled;

/// <summary>The bundled model's alignments against those of a person, who aligned twenty sentences.</summary>
public sealed class AlignmentTests
{
    private readonly Checkpoint _checkpoint = Checkpoint.Open(BundledModel.Directory);

    [Theory]
    [InlineData("de", 0.87)]
    [InlineData("en", 0.87)]
    public void Words_that_go_together_are_found(string target, double least)
    {
        using var engine = new CpuEngine(_checkpoint.Config, _checkpoint.ReadWeights(), new CpuEngineOptions());
        var translator = new SentenceTranslator("en-de", engine, _checkpoint.Config, _checkpoint.Generation);
        var (right, found, known) = (0, 0, 0);
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Bundled", "Data", "alignments.txt")).Select(line => line.Split(" | ")))
        {
            var (from, to) = target == "de" ? (line[0], line[1]) : (line[1], line[0]);
            var expected = line[2].Split(' ').Select(link => Link(link, line)).Select(pair => target == "de" ? pair : new(pair.Target, pair.Source)).ToHashSet();
            var (source, said) = (_checkpoint.Tokenizer.EncodeSource(from, target), _checkpoint.Tokenizer.EncodePrefix(to));

            // Made to say the person's translation.
            var output = translator.Translate([source], new() { BeamSize = 1, Prefix = said, WithAlignment = true }, TestContext.Current.CancellationToken)[0][0];
            var words = WordAlignment.Of(_checkpoint.Tokenizer, from, source, said, output.Alignment);

            right += words.Count(expected.Contains);
            (found, known) = (found + words.Count, known + expected.Count);
        }

        var f1 = 2.0 * right / (found + known);
        Assert.True(f1 >= least, $"F1 {f1:F3} is below {least}");
    }

    private static AlignedWords Link(string link, string[] line)
    {
        var cut = Enumerable.Range(1, link.Length - 2).First(i => link[i] == '-' && Find(line[0], link[..i]) is not null && Find(line[1], link[(i + 1)..]) is not null);
        return new(Find(line[0], link[..cut])!.Value, Find(line[1], link[(cut + 1)..])!.Value);
    }

    private static TextRange? Find(string sentence, string name)
    {
        var parts = name.Split('#');
        var nth = parts.Length == 2 ? int.Parse(parts[1], null) : 1;
        return Words.Of(sentence).Where(word => sentence[word.Start..word.End] == parts[0]).Skip(nth - 1).Select(word => (TextRange?)word).FirstOrDefault();
    }
}
