using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Shortlists;

namespace Seq2SeqService.Training.Tests.Shortlists;

public sealed class ShortlistMakerTests
{
    private const int Eos = 0;
    private const int Unknown = 1;
    private const int Vocabulary = 20;

    // das Haus, the house; das Buch, the book; ein Buch, a book: the example of the textbooks.
    private const int Das = 2, Haus = 3, Buch = 4, Ein = 5, The = 6, House = 7, Book = 8, A = 9;

    private static readonly EncodedPair[] Books =
    [
        new([Das, Haus, Eos], [The, House, Eos]),
        new([Das, Buch, Eos], [The, Book, Eos]),
        new([Ein, Buch, Eos], [A, Book, Eos]),
    ];

    [Fact]
    public void Words_find_their_translations_by_the_company_they_keep()
    {
        var table = Learn(Books, most: 10);

        foreach (var (source, target) in ((int, int)[])[(Das, The), (Haus, House), (Buch, Book), (Ein, A)])
            Assert.Equal(target, table.Best(source, 1).Single().Target);

        Assert.Empty(table.Best(House, 5));
    }

    [Fact]
    public void Probabilities_of_a_token_sum_to_1()
    {
        var table = Learn(Books, most: 10);

        foreach (var source in (int[])[Das, Haus, Buch, Ein, Eos])
            Assert.Equal(1, table.Best(source, 10).Sum(translation => translation.Probability), 1e-5);
    }

    [Fact]
    public void Only_the_most_frequent_company_is_thought_of_and_of_equal_ones_the_lower()
    {
        var candidates = CoOccurrences.Of(Books, Vocabulary, most: 2);

        Assert.Equal([Eos, The], candidates.Targets[candidates.Offsets[Das]..candidates.Offsets[Das + 1]]);      // 2 and 2; book and house stand there once
        Assert.Equal([Eos, The], candidates.Targets[candidates.Offsets[Haus]..candidates.Offsets[Haus + 1]]);    // all three once
        Assert.Equal([candidates.Offsets[Das], -1, -1], [candidates.Find(Das, Eos), candidates.Find(Das, House), candidates.Find(The, Eos)]);
    }

    [Fact]
    public void A_list_has_what_is_needed_what_is_frequent_and_the_best_translations()
    {
        var shortlist = new ShortlistMaker(Best: 1, Frequent: 2).Make(Books, Vocabulary, [Eos, Unknown], TestContext.Current.CancellationToken);

        Assert.Equal([Eos, Unknown, The, House], shortlist.TokensFor([Haus, Eos]));   // end of sentence and "the" are the most frequent
        Assert.Equal([Eos, Unknown, The, Book], shortlist.TokensFor([Das, Buch, Eos]));
        Assert.Equal([Eos, Unknown, The], shortlist.TokensFor([17, Eos]));
    }

    [Fact]
    public void A_token_that_targets_have_may_stand_for_itself_whatever_was_learned()
    {
        EncodedPair[] pairs = [.. Books, new([Haus, 12, Eos], [House, 13, Eos]), new([14, Eos], [12, Eos])];

        var shortlist = new ShortlistMaker(Best: 1, Frequent: 1).Make(pairs, Vocabulary, [Eos], TestContext.Current.CancellationToken);

        Assert.Contains(12, shortlist.TokensFor([12, Eos]));
        Assert.DoesNotContain(14, shortlist.TokensFor([14, Eos]));   // no target has it
    }

    [Fact]
    public void Counting_some_sources_at_a_time_finds_what_counting_all_at_once_does()
    {
        var random = new Random(4);
        const int Many = 9000;   // more than one share of the counters
        EncodedPair[] pairs = [.. Enumerable.Range(0, 200).Select(_ => new EncodedPair(Side(), Side()))];

        var found = CoOccurrences.Of(pairs, Many, most: Many);

        foreach (var source in pairs.SelectMany(pair => pair.Source).Distinct())
        {
            var expected = pairs.Where(pair => pair.Source.Contains(source)).SelectMany(pair => pair.Target).Distinct().Order();
            Assert.Equal(expected, found.Targets[found.Offsets[source]..found.Offsets[source + 1]]);
        }

        int[] Side() => [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(Many))];
    }

    [Fact]
    public void Learning_can_be_stopped() => Assert.Throws<OperationCanceledException>(
        () => new ShortlistMaker(1, 1).Make(Books, Vocabulary, [Eos], new CancellationToken(canceled: true)));

    private static TranslationTable Learn(EncodedPair[] pairs, int most) =>
        TranslationTable.Learn(pairs, CoOccurrences.Of(pairs, Vocabulary, most), passes: 10, TestContext.Current.CancellationToken);
}
