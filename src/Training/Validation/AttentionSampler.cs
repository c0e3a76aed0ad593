using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Training.Pictures;

namespace Seq2SeqService.Training.Validation;

/// <summary>Translates some short validation sentences with their attention.</summary>
internal sealed class AttentionSampler(ModelConfig config, GenerationConfig generation, Tokenizer tokenizer)
{
    private const int SentencesOfASet = 2;
    private const int MostSets = 3;
    private const int FewestPieces = 4;
    private const int MostPieces = 24;

    public IReadOnlyList<AttentionSample> Sample(IEngine engine, IEnumerable<ValidationSet> sets, DecodingOptions options, CancellationToken cancel)
    {
        if (!engine.HasAttention)
            return [];

        var translator = new SentenceTranslator("validation", engine, config, generation);
        var sources = sets.Take(MostSets).SelectMany(set => Short(set, engine.MaxPositions)).ToList();
        var translations = translator.Translate(sources, options with { WithAttention = true, MaxLength = Math.Min(2 * MostPieces, options.MaxLength ?? int.MaxValue) }, cancel);
        return [.. sources.Zip(translations, (source, found) => Describe(source, found[0]))];
    }

    private IEnumerable<int[]> Short(ValidationSet set, int longest) =>
        set.Encode(tokenizer, longest).Where(ids => ids.Length is >= FewestPieces and <= MostPieces).Take(SentencesOfASet);

    private AttentionSample Describe(int[] source, Hypothesis best)
    {
        var end = best.Attention.Count > best.Tokens.Count ? [tokenizer.EosId] : Array.Empty<int>();   // the length limit leaves it out
        return new AttentionSample(
            [.. source.Select(tokenizer.PieceOf)], [.. best.Tokens.Concat(end).Select(tokenizer.PieceOf)], best.Attention);
    }
}
