using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Gating;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Validation;

namespace Seq2SeqService.Training.Publishing;

/// <summary>
/// Chooses the sentinels of a version among validation sentences, which it has not learned from, and has them translated by the weights that
/// are published. Equal sets give equal sentinels.
/// </summary>
internal sealed class SentinelMaker(ModelConfig config, GenerationConfig generation, Tokenizer tokenizer)
{
    private const int MaxCharacters = 300;   // a sentence, and not a document; the set stays small

    /// <param name="texts">Texts to choose from; those of a direction that the model lacks are left out.</param>
    /// <param name="directions">The model's; empty for a model without languages.</param>
    /// <param name="count">Sentences of each direction; fewer where the texts have no more.</param>
    public IReadOnlyList<Sentinel> Make(
        IReadOnlyList<TextRecipe> texts, IReadOnlyList<LanguagePair> directions, int count, IEngine engine, CancellationToken cancel)
    {
        if (count == 0)
            return [];

        var chosen = ValidationSet.Read(texts, limit: 0)
            .Where(set => set.Direction is null ? directions.Count == 0 : directions.Contains(set.Direction))
            .GroupBy(set => set.Direction)
            .SelectMany(sets => Spread([.. sets.SelectMany(set => set.Pairs).Where(pair => IsFit(pair, engine.MaxPositions)).DistinctBy(pair => pair.Source)], count)
                .Select(pair => new Sentinel(sets.Key?.Source, sets.Key?.Target, pair.Source, pair.Target, "", 0)))
            .Take(SentinelFile.MaxSentinels)
            .ToList();

        var sentences = new SentenceTranslator("sentinels", engine, config, generation);
        return new SentinelRun(sentences, tokenizer, DecodingOptions.Of(generation), TimeProvider.System).Of(chosen, cancel).Sentinels;
    }

    private bool IsFit(SentencePair pair, int maxTokens) =>
        !string.IsNullOrWhiteSpace(pair.Source) && !string.IsNullOrWhiteSpace(pair.Target)
        && pair.Source.Length <= MaxCharacters && pair.Target.Length <= MaxCharacters
        && tokenizer.EncodeSource(pair.Source, pair.TargetLanguage).Length <= maxTokens;

    /// <summary>From the whole length of the text, as texts are seldom mixed.</summary>
    private static IEnumerable<SentencePair> Spread(IReadOnlyList<SentencePair> pairs, int count) =>
        Enumerable.Range(0, Math.Min(count, pairs.Count)).Select(i => pairs[(int)((long)i * pairs.Count / Math.Min(count, pairs.Count))]);
}
