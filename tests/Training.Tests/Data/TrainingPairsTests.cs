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
        var pairs = new TrainingPairs(recipe with { Train = [recipe.Train[0] with { Repeat = 2 }] }, Tokenizer(), seed: 1).Epoch(0);

        Assert.NotEqual(Ids([.. pairs.Take(pairs.Count / 2)]), Ids([.. pairs.Skip(pairs.Count / 2)]));
    }

    [Fact]
    public void A_weight_takes_a_share_that_changes_from_epoch_to_epoch()
    {
        var recipe = Recipe(dropout: 0);
        var all = Pairs(dropout: 0).Epoch(0).Count;
        var pairs = new TrainingPairs(recipe with { Train = [recipe.Train[0] with { Weight = 0.25 }] }, Tokenizer(), seed: 1);
        var more = new TrainingPairs(recipe with { Train = [recipe.Train[0] with { Weight = 1.5 }] }, Tokenizer(), seed: 1);

        Assert.InRange(pairs.Epoch(0).Count, all / 8, all / 2);
        Assert.Equal(Ids(pairs.Epoch(3)), Ids(pairs.Epoch(3)));
        Assert.NotEqual(Ids(pairs.Epoch(0)), Ids(pairs.Epoch(1)));
        Assert.Equal(all, Enumerable.Range(0, 60).SelectMany(epoch => Ids(pairs.Epoch(epoch))).Distinct().Count());
        Assert.InRange(more.Epoch(0).Count, all * 5 / 4, all * 7 / 4);
    }

    [Fact]
    public void A_tag_stands_behind_that_of_the_language_in_every_source_of_its_text()
    {
        var recipe = _task.Recipe("transformer");
        var tagged = recipe with
        {
            Data = recipe.Data with { Train = [recipe.Data.Train[0], recipe.Data.Train[0] with { BothWays = true, Tag = "bt" }], DropDuplicates = false },
        };
        var model = Vocabularies.Train(tagged);
        var tokenizer = new Tokenizer(model, model, Vocabulary.From(model));

        var pairs = new TrainingPairs(tagged.Data, tokenizer, seed: 1).Epoch(0);

        var (language, tag) = (tokenizer.TagOf("yy"), tokenizer.TagOf("bt"));
        Assert.Equal(["xx", "yy", "bt"], Vocabularies.Tags(tagged));
        Assert.Equal(pairs.Count / 3 * 2, pairs.Count(pair => pair.Source[1] == tag));
        Assert.Equal(pairs[0].Source[1..], pairs[pairs.Count / 3].Source[2..]);
        Assert.Equal([language, tag], pairs[pairs.Count / 3].Source[..2]);
    }

    public void Dispose() => _task.Dispose();

    private TrainingPairs Pairs(double dropout, int maxTokens = 64) =>
        new(Recipe(dropout) with { MaxTokens = maxTokens }, Tokenizer(), seed: 1);

    private DataRecipe Recipe(double dropout) => _task.Recipe("transformer").Data with { BpeDropout = dropout };

    private Tokenizer Tokenizer()
    {
        var model = Vocabularies.Train(_task.Recipe("transformer"));
        return new Tokenizer(model, model, Vocabulary.From(model));
    }

    private static List<string> Ids(IReadOnlyList<EncodedPair> pairs) => [.. pairs.Select(pair => string.Join(' ', pair.Source.Concat(pair.Target)))];
}
