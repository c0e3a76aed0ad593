using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Scores;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Engines.Torch;
using Seq2SeqService.Torch.Tests;

namespace Seq2SeqService.EndToEnd.Tests.Bundled;

public sealed class BundledModelTests : IDisposable
{
    private readonly Checkpoint _checkpoint = Checkpoint.Open(BundledModel.Directory);
    private readonly CpuEngine _cpu;

    public BundledModelTests() => _cpu = new CpuEngine(_checkpoint.Config, _checkpoint.ReadWeights(), new CpuEngineOptions());

    [Fact]
    public void It_is_small_names_its_directions_and_credits_its_sources()
    {
        var files = new DirectoryInfo(_checkpoint.Directory).GetFiles();

        Assert.InRange(files.Sum(file => file.Length), 1, 60L << 20);
        Assert.Equal([new LanguagePair("en", "de"), new LanguagePair("de", "en")], _checkpoint.Directions);
        var card = File.ReadAllText(Path.Combine(_checkpoint.Directory, "README.md"));
        Assert.Contains("tatoeba.org", card, StringComparison.Ordinal);
        Assert.Contains("nrefs:1", card, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de", 25)]
    [InlineData("en", 30)]
    public void It_translates_sentences_it_has_not_seen(string target, double bleu)
    {
        var (sources, references) = Side(target);

        var outputs = Translate(_cpu, sources, target, beam: 4).Select(hypotheses => _checkpoint.Tokenizer.Decode(hypotheses[0].Tokens)).ToList();

        var score = new Bleu().Score(outputs, references);
        Assert.True(score.Value >= bleu, $"{score} is below {bleu}");
    }

    [TorchTheory]
    [InlineData("de", 1)]
    [InlineData("en", 1)]
    [InlineData("de", 4)]
    [InlineData("en", 4)]
    public void The_CPU_engine_and_libtorch_write_the_same_translations(string target, int beam)
    {
        var sources = Side(target).Sources;
        using var torch = new TorchEngine(_checkpoint.Config, _checkpoint.ReadWeights());

        var expected = Translate(torch, sources, target, beam);
        var actual = Translate(_cpu, sources, target, beam);

        for (var i = 0; i < sources.Count; i++)
        {
            Assert.True(
                expected[i][0].Tokens.SequenceEqual(actual[i][0].Tokens),
                $"'{sources[i]}': {_checkpoint.Tokenizer.Decode(expected[i][0].Tokens)} ({expected[i][0].Score}) but " +
                $"{_checkpoint.Tokenizer.Decode(actual[i][0].Tokens)} ({actual[i][0].Score})");
        }
    }

    public void Dispose() => _cpu.Dispose();

    private static (IReadOnlyList<string> Sources, IReadOnlyList<string> References) Side(string target)
    {
        IReadOnlyList<string> english = [.. BundledModel.Sentences.Select(pair => pair.English)];
        IReadOnlyList<string> german = [.. BundledModel.Sentences.Select(pair => pair.German)];
        return target == "de" ? (english, german) : (german, english);
    }

    private IReadOnlyList<IReadOnlyList<Hypothesis>> Translate(IEngine engine, IReadOnlyList<string> sentences, string target, int beam)
    {
        var sources = sentences.Select(sentence => _checkpoint.Tokenizer.EncodeSource(sentence, target)).ToList();
        return new SentenceTranslator("en-de", engine, _checkpoint.Config, _checkpoint.Generation)
            .Translate(sources, new DecodingOptions { BeamSize = beam }, TestContext.Current.CancellationToken);
    }
}
