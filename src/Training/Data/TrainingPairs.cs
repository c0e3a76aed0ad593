using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Data.Filters;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data;

/// <summary>
/// The pairs of the training text that the filters keep, as ids, all held at once. With <see cref="DataRecipe.BpeDropout"/> every epoch cuts them anew, in a
/// way that the seed and the epoch alone decide.
/// </summary>
internal sealed class TrainingPairs : IPairSource
{
    private readonly DataRecipe _recipe;
    private readonly PairEncoder _encoder;
    private readonly int _seed;
    private readonly bool _hasWeights;
    private readonly List<EncodedPair> _plain = [];
    private readonly List<SentencePair> _texts = [];   // kept only where they are cut again
    private readonly List<double> _chances = [];   // kept only where not every pair comes in every epoch

    public TrainingPairs(DataRecipe recipe, Tokenizer tokenizer, int seed)
    {
        (_recipe, _encoder, _seed) = (recipe, new PairEncoder(tokenizer, recipe), seed);
        _hasWeights = recipe.Train.Any(corpus => !double.IsInteger(corpus.Passes));

        var filter = new PairFilter(recipe);
        foreach (var corpus in recipe.Train)
            Add(corpus, filter);
        Report = filter.Report;
        if (_plain.Count == 0)
            throw new RecipeException("data:train: the filters left nothing to learn from.");
    }

    public FilterReport Report { get; }

    public string Digest => field ??= Fingerprint.Of(_plain, [_recipe.BpeDropout, .. _chances]);

    public int Portions(int epoch) => 1;

    public IReadOnlyList<EncodedPair> Portion(int epoch, int portion) => Epoch(epoch);

    /// <summary>The pairs of one epoch, in the order of the files.</summary>
    public IReadOnlyList<EncodedPair> Epoch(int epoch)
    {
        if (_recipe.BpeDropout == 0 && !_hasWeights)
            return _plain;

        var seed = Seed.Mix(_seed, epoch);
        var chosen = Enumerable.Range(0, _plain.Count).Where(index => !_hasWeights || Chance.Falls(_chances[index], seed, index)).ToList();
        return _recipe.BpeDropout == 0
            ? [.. chosen.Select(index => _plain[index])]
            : [.. chosen.AsParallel().AsOrdered().Select(index => _encoder.Anew(_texts[index], _plain[index], Seed.Mix(seed, index)))];
    }

    private void Add(CorpusRecipe corpus, PairFilter filter)
    {
        filter.Report.Begin(corpus.Title);
        var kept = ParallelCorpus.Read([corpus])
            .Select(text => (Text: text, Ids: filter.Encode(text, _encoder.Plain)))
            .Where(pair => pair.Ids is not null)
            .ToList();
        for (var passes = corpus.Passes; passes > 0; passes--)
        {
            _plain.AddRange(kept.Select(pair => pair.Ids!));
            if (_recipe.BpeDropout > 0)
                _texts.AddRange(kept.Select(pair => pair.Text));
            if (_hasWeights)
                _chances.AddRange(Enumerable.Repeat(Math.Min(passes, 1), kept.Count));
        }
    }
}
