using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data;

/// <summary>Trains the joint vocabulary of a recipe on both sides of its training text.</summary>
internal static class Vocabularies
{
    public static SentencePieceModel Train(Recipe recipe)
    {
        // The other direction of a corpus has the same lines; counting them once is enough.
        var oneWay = recipe.Data.Train.Select(corpus => corpus with { BothWays = false });
        var lines = ParallelCorpus.Read(oneWay).SelectMany(pair => new[] { pair.Source, pair.Target });
        try
        {
            return BpeTrainer.Train(lines, Options(recipe));
        }
        catch (ArgumentException error)
        {
            throw new RecipeException($"vocabulary:size {recipe.Vocabulary.Size}: {error.Message}", error);
        }
    }

    private static BpeTrainerOptions Options(Recipe recipe) => new()
    {
        VocabularySize = recipe.Vocabulary.Size,
        CharacterCoverage = recipe.Vocabulary.CharacterCoverage,
        ByteFallback = recipe.Vocabulary.ByteFallback,
        ControlSymbols = [.. Tags(recipe).Select(tag => $">>{tag}<<")],
    };

    /// <summary>What stands in the tags of the vocabulary: target languages, where there are several, then the names of corpora.</summary>
    public static IReadOnlyList<string> Tags(Recipe recipe) =>
        [.. TargetLanguages(recipe), .. recipe.Data.Train.Select(corpus => corpus.Tag).Where(tag => tag.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The languages that need a tag <c>&gt;&gt;xx&lt;&lt;</c> at the start of the source; none where there is one target language only.</summary>
    public static IReadOnlyList<string> TargetLanguages(Recipe recipe)
    {
        var targets = recipe.Data.Train
            .SelectMany(corpus => corpus.BothWays ? [corpus.TargetLanguage, corpus.SourceLanguage] : new[] { corpus.TargetLanguage })
            .Where(language => language.Length > 0)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        return targets.Count > 1 ? targets : [];
    }
}
