using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data;

/// <summary>
/// The pairs of the training text that the filters keep, as ids. With <see cref="DataRecipe.BpeDropout"/> every epoch cuts them anew, in a way
/// that the seed and the epoch alone decide.
/// </summary>
internal sealed class TrainingPairs
{
    private readonly DataRecipe _recipe;
    private readonly Tokenizer _tokenizer;
    private readonly int _seed;
    private readonly List<EncodedPair> _plain = [];
    private readonly List<SentencePair> _texts = [];   // kept only where they are cut again

    public TrainingPairs(DataRecipe recipe, Tokenizer tokenizer, int seed, Action<string> say)
    {
        (_recipe, _tokenizer, _seed) = (recipe, tokenizer, seed);
        if (recipe.BpeDropout > 0 && !tokenizer.HasMerges)
            throw new RecipeException("data:bpeDropout: the run's vocabulary is a unigram model, which has no merges to leave out.");

        var filter = new PairFilter(recipe);
        foreach (var corpus in recipe.Train)
            Add(corpus, filter);
        say(filter.ToString());
        if (_plain.Count == 0)
            throw new RecipeException("data:train: the filters left nothing to learn from.");
    }

    /// <summary>The pairs of one epoch, in the order of the files.</summary>
    public IReadOnlyList<EncodedPair> Epoch(int epoch)
    {
        if (_recipe.BpeDropout == 0)
            return _plain;

        var seed = Seed.Mix(_seed, epoch);
        return [.. _texts.AsParallel().AsOrdered().Select((text, index) => CutAnew(text, _plain[index], Seed.Mix(seed, index)))];
    }

    private void Add(CorpusRecipe corpus, PairFilter filter)
    {
        var kept = ParallelCorpus.Read([corpus])
            .Select(text => (Text: text, Ids: filter.Encode(text, pair => Encode(pair, null))))
            .Where(pair => pair.Ids is not null)
            .ToList();
        for (var pass = 0; pass < corpus.Repeat; pass++)
        {
            _plain.AddRange(kept.Select(pair => pair.Ids!));
            if (_recipe.BpeDropout > 0)
                _texts.AddRange(kept.Select(pair => pair.Text));
        }
    }

    /// <summary>More pieces than the filters allow are not taken: the pair is then cut as usual.</summary>
    private EncodedPair CutAnew(SentencePair text, EncodedPair plain, int seed)
    {
        var cut = Encode(text, new BpeDropout(_recipe.BpeDropout, new Random(seed)));
        return cut.LongerSide <= _recipe.MaxTokens ? cut : plain;
    }

    private EncodedPair Encode(SentencePair pair, BpeDropout? dropout) =>
        new(_tokenizer.EncodeSource(pair.Source, pair.TargetLanguage, dropout), _tokenizer.EncodeTarget(pair.Target, dropout));
}
