using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Data.Blocks;
using Seq2SeqService.Training.Data.Filters;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Data.Blocks;

public sealed class PairBlocksTests : IDisposable
{
    private const int Buffer = 200;

    private readonly TinyTask _task = new(pairs: 1500);
    private readonly Tokenizer _tokenizer;
    private readonly List<FilterReport> _reports = [];

    public PairBlocksTests()
    {
        var recipe = _task.Recipe("transformer");
        var model = Vocabularies.Train(recipe with { Data = Recipe() });
        _tokenizer = new Tokenizer(model, model, Vocabulary.From(model));
    }

    [Fact]
    public void An_epoch_has_what_would_be_held_at_once_and_holds_a_portion_of_it()
    {
        var whole = new TrainingPairs(Recipe(), _tokenizer, seed: 1);
        var blocks = Open(Recipe());

        var portions = Portions(blocks, epoch: 0);

        Assert.Equal(Texts(whole.Epoch(0)).Order(), portions.SelectMany(Texts).Order());
        Assert.Equal(whole.Report.ToString(), _reports.Single().ToString());
        Assert.All(portions, portion => Assert.True(portion.Count <= Buffer));
        Assert.InRange(portions.Count, whole.Epoch(0).Count / Buffer, 2 * whole.Epoch(0).Count / Buffer);
    }

    [Fact]
    public void Every_epoch_has_other_portions_and_the_same_ones_again_when_asked()
    {
        var (blocks, again) = (Open(Recipe()), Open(Recipe()));

        Assert.Equal(Portions(blocks, 3).Select(Texts), Portions(again, 3).Select(Texts));
        Assert.NotEqual(Texts(blocks.Portion(0, 0)).Order(), Texts(blocks.Portion(1, 0)).Order());
        Assert.Single(_reports);   // the second time the blocks were there
    }

    [Fact]
    public void Weights_count_in_the_size_of_portions_and_change_what_comes()
    {
        var recipe = Recipe() with { Train = [Recipe().Train[0] with { Weight = 0.5 }, Recipe().Train[0] with { Tag = "bt", Repeat = 3 }] };
        var tagged = _task.Recipe("transformer") with { Data = recipe };
        var model = Vocabularies.Train(tagged);
        var tokenizer = new Tokenizer(model, model, Vocabulary.From(model));

        var blocks = PairBlocks.Open(_task.PathOf("weighted"), recipe, tokenizer, seed: 1, _reports.Add);

        var portions = Portions(blocks, 0);
        var count = portions.Sum(portion => portion.Count(pair => pair.Source[1] == tokenizer.TagOf("bt")));
        var others = portions.Sum(portion => portion.Count) - count;
        Assert.All(portions, portion => Assert.True(portion.Count <= Buffer * 1.2));
        Assert.Equal(3 / 0.5, count / (double)others, tolerance: 1);
        Assert.NotEqual(Texts(portions[0]), Texts(blocks.Portion(1, 0)));
    }

    [Fact]
    public void Another_text_recipe_or_vocabulary_makes_other_blocks()
    {
        var first = Open(Recipe());
        File.AppendAllText(_task.PathOf("train.xx"), "red red red red red red red red\n");
        File.AppendAllText(_task.PathOf("train.yy"), "red red red red red red red red\n");

        var second = Open(Recipe());
        var third = Open(Recipe() with { DropCopies = false });

        Assert.Equal(3, new[] { first.Digest, second.Digest, third.Digest }.Distinct().Count());
        Assert.Equal(3, _reports.Count);
        Assert.True(_reports[2].Kept > _reports[1].Kept);
    }

    [Fact]
    public void The_same_text_copied_later_makes_the_same_blocks()
    {
        var first = Open(Recipe());
        File.SetLastWriteTimeUtc(_task.PathOf("train.xx"), DateTime.UnixEpoch);

        Assert.Equal(first.Digest, Open(Recipe()).Digest);
        Assert.Single(_reports);
    }

    [Fact]
    public void Blocks_that_were_not_finished_do_not_count()
    {
        Directory.CreateDirectory(_task.PathOf("pairs.partial"));
        File.WriteAllText(_task.PathOf("pairs.partial/block-000.bin"), "half");
        Directory.CreateDirectory(_task.PathOf("pairs"));

        var blocks = Open(Recipe());

        Assert.NotEmpty(blocks.Portion(0, 0));
        Assert.False(Directory.Exists(_task.PathOf("pairs.partial")));
    }

    [Theory]
    [InlineData(0, new byte[] { 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1 })]   // a number of ids that no pair has
    [InlineData(0.3, new byte[] { 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1 })]
    [InlineData(0, new byte[] { 0, 3, 1 })]                              // cut short
    [InlineData(0, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]    // no number
    [InlineData(0, new byte[0])]                                         // never written to the disk
    public void A_damaged_block_is_an_error(double dropout, byte[] content)
    {
        var blocks = Open(Recipe() with { BpeDropout = dropout });
        foreach (var file in Directory.GetFiles(_task.PathOf("pairs"), "*.bin"))
            File.WriteAllBytes(file, content);

        Assert.Contains("'pairs'", Assert.Throws<InvalidDataException>(() => blocks.Portion(0, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_stay_until_others_are_whole()
    {
        Open(Recipe());
        File.Delete(_task.PathOf("train.xx"));

        Assert.ThrowsAny<Exception>(() => Open(Recipe()));
        Assert.True(File.Exists(_task.PathOf("pairs/blocks.json")));
    }

    [Fact]
    public void Another_process_takes_the_blocks_that_the_first_names_and_makes_none()
    {
        var first = Open(Recipe());
        File.Delete(_task.PathOf("train.xx"));

        var other = PairBlocks.OpenMade(_task.PathOf("pairs"), Recipe(), _tokenizer, seed: 1, first.Digest);

        Assert.Equal(Texts(first.Portion(0, 0)), Texts(other.Portion(0, 0)));
        Assert.Contains("rank 0", Assert.Throws<RecipeException>(() => PairBlocks.OpenMade(_task.PathOf("pairs"), Recipe(), _tokenizer, 1, "another")).Message, StringComparison.Ordinal);
        Assert.Contains("rank 0", Assert.Throws<RecipeException>(() => PairBlocks.OpenMade(_task.PathOf("none"), Recipe(), _tokenizer, 1, first.Digest)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_blocks_that_cannot_be_read_does_not_count()
    {
        var first = Open(Recipe());
        File.WriteAllText(_task.PathOf("pairs/blocks.json"), "{");

        Assert.Equal(first.Digest, Open(Recipe()).Digest);
        Assert.Equal(2, _reports.Count);
    }

    [Fact]
    public void Nothing_left_to_learn_from_is_refused()
    {
        File.WriteAllText(_task.PathOf("train.xx"), "same\n");
        File.WriteAllText(_task.PathOf("train.yy"), "same\n");

        Assert.Contains("left nothing", Assert.Throws<RecipeException>(() => Open(Recipe())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_dropout_portions_are_cut_anew_in_every_epoch()
    {
        var plain = Open(Recipe());
        var blocks = PairBlocks.Open(_task.PathOf("cut"), Recipe() with { BpeDropout = 0.3 }, _tokenizer, seed: 1, _reports.Add);

        Assert.Equal(Texts(blocks.Portion(2, 1)), Texts(blocks.Portion(2, 1)));
        Assert.True(Portions(blocks, 0).Sum(Tokens) > Portions(plain, 0).Sum(Tokens));
        Assert.Equal(Targets(plain), Targets(blocks));

        string Targets(PairBlocks of) => string.Join(' ', Portions(of, 0).SelectMany(portion => portion).CountBy(pair => pair.Source[0])
            .Select(count => $"{_tokenizer.PieceOf(count.Key)} {count.Value}").Order());

        static int Tokens(IReadOnlyList<EncodedPair> portion) => portion.Sum(pair => pair.Source.Length);
    }

    public void Dispose() => _task.Dispose();

    private DataRecipe Recipe()
    {
        var data = _task.Recipe("transformer").Data;
        return data with { BufferPairs = Buffer, Train = [data.Train[0] with { BothWays = true }] };
    }

    private PairBlocks Open(DataRecipe recipe) => PairBlocks.Open(_task.PathOf("pairs"), recipe, _tokenizer, seed: 1, _reports.Add);

    private static List<IReadOnlyList<EncodedPair>> Portions(PairBlocks blocks, int epoch) =>
        [.. Enumerable.Range(0, blocks.Portions(epoch)).Select(portion => blocks.Portion(epoch, portion))];

    private static List<string> Texts(IReadOnlyList<EncodedPair> pairs) => [.. pairs.Select(pair => string.Join(' ', pair.Source.Concat(pair.Target)))];
}
