using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Data;

public sealed class TrainingPairsTests : IDisposable
{
    private readonly TinyTask _task = new();

    [Fact]
    public void Without_dropout_every_epoch_has_the_same_pairs()
    {
        var pairs = Pairs(dropout: 0);

        Assert.Same(pairs.Epoch(0), pairs.Epoch(1));
    }

    [Fact]
    public void With_dropout_each_epoch_cuts_anew_as_seed_and_epoch_decide()
    {
        var (pairs, again) = (Pairs(dropout: 0.3), Pairs(dropout: 0.3));

        Assert.Equal(Ids(pairs.Epoch(2)), Ids(again.Epoch(2)));
        Assert.NotEqual(Ids(pairs.Epoch(2)), Ids(pairs.Epoch(3)));
        Assert.True(pairs.Epoch(0).Sum(pair => pair.Source.Length) > Pairs(dropout: 0).Epoch(0).Sum(pair => pair.Source.Length));
    }

    [Fact]
    public void A_pair_that_would_be_cut_too_fine_is_cut_as_usual()
    {
        var longest = Pairs(dropout: 0).Epoch(0).Max(pair => pair.LongerSide);

        var cut = Pairs(dropout: 0.5, maxTokens: longest).Epoch(1);

        Assert.All(cut, pair => Assert.True(pair.LongerSide <= longest));
        Assert.NotEqual(Ids(Pairs(dropout: 0).Epoch(1)), Ids(cut));
    }

    [Fact]
    public void What_is_repeated_is_cut_in_another_way_each_time()
    {
        var recipe = Recipe(dropout: 0.3);
        var pairs = new TrainingPairs(recipe with { Train = [recipe.Train[0] with { Repeat = 2 }] }, Tokenizer(), seed: 1, _ => { }).Epoch(0);

        Assert.NotEqual(Ids([.. pairs.Take(pairs.Count / 2)]), Ids([.. pairs.Skip(pairs.Count / 2)]));
    }

    public void Dispose() => _task.Dispose();

    private TrainingPairs Pairs(double dropout, int maxTokens = 64) =>
        new(Recipe(dropout) with { MaxTokens = maxTokens }, Tokenizer(), seed: 1, _ => { });

    private DataRecipe Recipe(double dropout) => _task.Recipe("transformer").Data with { BpeDropout = dropout };

    private Tokenizer Tokenizer()
    {
        var model = Vocabularies.Train(_task.Recipe("transformer"));
        return new Tokenizer(model, model, Vocabulary.From(model));
    }

    private static List<string> Ids(IReadOnlyList<EncodedPair> pairs) => [.. pairs.Select(pair => string.Join(' ', pair.Source.Concat(pair.Target)))];
}
