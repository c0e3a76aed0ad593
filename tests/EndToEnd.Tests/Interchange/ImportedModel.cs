using Seq2SeqService.Core.Interchange;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.EndToEnd.Tests.Interchange;

/// <summary>A directory of another program, run by this project's engine.</summary>
internal static class ImportedModel
{
    /// <summary>What it writes for sentences in fp32, and how probable that is by the token (its log).</summary>
    public static IReadOnlyList<(string Text, double Score)> Translate(string folder, IReadOnlyList<(string? Target, string Sentence)> sentences, int beam)
    {
        var model = ModelImport.Read(folder);
        var tokenizer = new Tokenizer(model.SourceModel, model.TargetModel, model.Vocabulary);
        using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions());
        return
        [
            .. new SentenceTranslator("imported", engine, model.Config, model.Generation)
                .Translate([.. sentences.Select(one => tokenizer.EncodeSource(one.Sentence, one.Target))], new() { BeamSize = beam }, TestContext.Current.CancellationToken)
                .Select(hypotheses => (tokenizer.Decode(hypotheses[0].Tokens), hypotheses[0].Score)),
        ];
    }
}
