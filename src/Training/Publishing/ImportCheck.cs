using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.Training.Publishing;

/// <summary>
/// Whether an imported model can translate at all: its tokenizer and its vocabulary belong together, and the engine that serves finds finite
/// scores. How well it translates is for <c>evaluate</c> to say.
/// </summary>
internal sealed class ImportCheck(ForeignModel model, Tokenizer tokenizer)
{
    private const int LongestTrial = 24;
    private const double LeastKnown = 0.1;

    private static readonly string[] Trials = ["Where is the station?", "Das ist ein kleiner Satz.", "1, 2, 3 und 42 %", "你好，世界。"];

    public void Run(IReadOnlyList<LanguagePair> directions, CancellationToken cancel)
    {
        RequireTokens(model.SourceModel, "source.spm");
        RequireTokens(model.TargetModel, "target.spm");
        RequireTags(directions);
        using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Precision = CpuPrecision.Fp32 });
        var sentences = new SentenceTranslator("import", engine, model.Config, model.Generation);
        var options = DecodingOptions.Of(model.Generation) with { BeamSize = 2, MaxLength = Math.Min(LongestTrial, model.Config.MaxPositions) };
        var sources = Trials.Select(text => tokenizer.EncodeSource(text, directions.Count > 0 ? directions[0].Target : null));
        foreach (var hypotheses in sentences.Translate([.. sources.Where(source => source.Length <= model.Config.MaxPositions)], options, cancel))
        {
            if (hypotheses.Count == 0 || !hypotheses.All(hypothesis => double.IsFinite(hypothesis.Score)))
                throw new CheckpointException($"{model.Origin}: the model gives scores that are not finite; its weights do not fit its configuration.");
        }
    }

    /// <summary>A vocabulary of another model would turn every text into unknown pieces.</summary>
    private void RequireTokens(SentencePieceModel pieces, string file)
    {
        var known = model.Vocabulary.Pieces.ToHashSet(StringComparer.Ordinal);
        var normal = pieces.Pieces.Where(piece => piece.Type == PieceType.Normal).ToList();
        var found = normal.Count(piece => known.Contains(piece.Text));
        if (found < LeastKnown * normal.Count)
            throw new CheckpointException($"{file}: of its {normal.Count} pieces the model's vocabulary has {found}; they are not of one model.");
    }

    private void RequireTags(IReadOnlyList<LanguagePair> directions)
    {
        var hasTags = model.Vocabulary.Pieces.Any(piece => piece.StartsWith(">>", StringComparison.Ordinal) && piece.EndsWith("<<", StringComparison.Ordinal));
        var strangers = directions.Where(direction => hasTags && !tokenizer.HasTag(direction.Target)).ToList();
        if (strangers.Count > 0 && directions.Count > 1)
            throw new CheckpointException($"--pair {strangers[0]}: the vocabulary has no tag >>{strangers[0].Target}<<; a model of several targets names them as its vocabulary does.");
    }
}
