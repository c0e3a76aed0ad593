using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.EndToEnd.Tests.Serving;

/// <summary>What a version answers by itself: its own engine, one sentence at a time, without the service.</summary>
internal sealed class OwnAnswers : IDisposable
{
    private readonly Checkpoint _checkpoint;
    private readonly CpuEngine _engine;
    private readonly SentenceTranslator _sentences;

    public OwnAnswers(string directory)
    {
        _checkpoint = Checkpoint.Open(directory);
        _engine = new CpuEngine(_checkpoint.Config, _checkpoint.ReadWeights(), new CpuEngineOptions { Threads = 1 });
        _sentences = new SentenceTranslator(_checkpoint.Name, _engine, _checkpoint.Config, _checkpoint.Generation);
    }

    /// <summary>The translation of one sentence with the options of <see cref="TinyClient"/>.</summary>
    public string To(string sentence)
    {
        var options = DecodingOptions.Of(_checkpoint.Generation) with { MinLength = TinyClient.MinLength, MaxLength = TinyClient.MaxLength };
        var hypotheses = _sentences.Translate([_checkpoint.Tokenizer.EncodeSource(sentence, "de")], options, TestContext.Current.CancellationToken);
        return _checkpoint.Tokenizer.Decode(hypotheses[0][0].Tokens);
    }

    public void Dispose() => _engine.Dispose();
}
