using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using static Seq2SeqService.Inference.Tests.Decoding.Searching;

namespace Seq2SeqService.Inference.Tests.Decoding;

public sealed class GreedyGroupTests
{
    private static readonly DecodingOptions Greedy = new() { BeamSize = 1 };

    [Fact]
    public void Takes_the_most_probable_token_until_the_end_of_sentence()
    {
        var result = Assert.Single(Search(Counting, Greedy));

        Assert.Equal([2, 3, 4], result.Tokens);
        Assert.Equal(4, result.TokenLogProbabilities.Count);
        Assert.Equal(Math.Log(0.9), result.Score, 6);
    }

    [Fact]
    public void A_length_penalty_of_zero_gives_the_plain_sum()
    {
        var result = Assert.Single(Search(Counting, Greedy with { LengthPenalty = 0 }));

        Assert.Equal(4 * Math.Log(0.9), result.Score, 6);
    }

    [Fact]
    public void The_end_of_sentence_waits_for_the_shortest_length()
    {
        var result = Assert.Single(Search(_ => Next((FakeEngine.Eos, 0.9), (3, 0.05)), Greedy with { MinLength = 4 }));

        Assert.Equal([3, 3, 3, 3], result.Tokens);
    }

    [Fact]
    public void A_shortest_length_above_the_usual_longest_is_kept()
    {
        var result = Assert.Single(Search(_ => Next((FakeEngine.Eos, 0.9), (3, 0.05)), Greedy with { MinLength = 40 }));

        Assert.Equal(40, result.Tokens.Count);
    }

    [Fact]
    public void The_longest_length_ends_an_output_without_an_end_of_sentence()
    {
        var result = Assert.Single(Search(_ => Next((3, 0.9)), Greedy with { MaxLength = 5 }));

        Assert.Equal([3, 3, 3, 3, 3], result.Tokens);
        Assert.Equal(5, result.TokenLogProbabilities.Count);
    }

    [Fact]
    public void An_output_of_just_the_longest_length_still_ends_by_itself()
    {
        var result = Assert.Single(Search(Counting, Greedy with { MaxLength = 3 }));

        Assert.Equal([2, 3, 4], result.Tokens);
        Assert.Equal(4, result.TokenLogProbabilities.Count);
    }

    [Fact]
    public void Without_a_longest_length_it_is_twice_the_source_plus_twenty()
    {
        var result = Assert.Single(Search(_ => Next((3, 0.9)), Greedy));

        Assert.Equal((2 * Source.Length) + 20, result.Tokens.Count);
    }

    [Fact]
    public void The_positions_of_the_engine_bound_every_output()
    {
        var result = Assert.Single(Search(_ => Next((3, 0.9)), Greedy with { MaxLength = 1000 }, maxPositions: 10));

        Assert.Equal(9, result.Tokens.Count);
    }

    [Fact]
    public void Begins_with_the_prefix_and_its_true_probabilities()
    {
        var result = Assert.Single(Search(Counting, Greedy with { Prefix = [7, 7] }));

        Assert.Equal([7, 7], result.Tokens.Take(2));
        Assert.Equal(Math.Log(0.1 / 7), result.TokenLogProbabilities[0], 5);
    }

    [Fact]
    public void A_prefix_may_hold_what_would_be_banned()
    {
        var result = Assert.Single(Search(Counting, Greedy with { Prefix = [7, 7, 7], NoRepeatNgram = 1, MaxLength = 5 }));

        Assert.Equal([7, 7, 7], result.Tokens.Take(3));
        Assert.DoesNotContain(7, result.Tokens.Skip(3));
    }

    [Fact]
    public void No_bigram_is_said_twice()
    {
        var result = Assert.Single(Search(_ => Next((3, 0.6), (4, 0.3)), Greedy with { NoRepeatNgram = 2, MaxLength = 12 }));

        var bigrams = result.Tokens.Zip(result.Tokens.Skip(1)).ToArray();
        Assert.Equal(bigrams.Length, bigrams.Distinct().Count());
        Assert.Equal([3, 3, 4, 3], result.Tokens.Take(4));
    }

    [Fact]
    public void Banned_words_and_phrases_are_never_said()
    {
        var generation = new GenerationConfig { BadWords = [[2], [3, 4]] };

        var result = Assert.Single(Search(_ => Next((2, 0.4), (4, 0.3), (3, 0.2)), Greedy with { MaxLength = 8, NoRepeatNgram = 2 }, generation));

        Assert.DoesNotContain(2, result.Tokens);
        Assert.DoesNotContain((3, 4), result.Tokens.Zip(result.Tokens.Skip(1)));
        Assert.DoesNotContain(FakeEngine.Start, result.Tokens);
    }

    [Fact]
    public void A_probability_that_is_no_number_is_a_fault_of_the_named_model()
    {
        var error = Assert.Throws<ModelFaultException>(() => Search(_ => Enumerable.Repeat(double.NaN, 8).ToArray(), Greedy));

        Assert.Contains("'fake'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_token_the_end_of_sentence_last_shows_what_it_attended_to()
    {
        var result = Assert.Single(Search(Counting, Greedy with { WithAttention = true, Prefix = [2, 3] }));

        Assert.Equal([2, 3, 4], result.Tokens);
        Assert.Equal([AttendedAfter(), AttendedAfter(2), AttendedAfter(2, 3), AttendedAfter(2, 3, 4)], result.Attention);
        Assert.All(result.Attention, row => Assert.Equal(1, row.Sum(), 5));
    }

    [Fact]
    public void An_output_that_the_limit_ends_attends_to_nothing_at_its_end()
    {
        var result = Assert.Single(Search(_ => Next((3, 0.9)), Greedy with { WithAttention = true, MaxLength = 2 }));

        Assert.Equal([AttendedAfter(), AttendedAfter(3)], result.Attention);
    }

    [Fact]
    public void A_drawn_output_shows_what_each_drawn_token_attended_to()
    {
        var options = Greedy with { WithAttention = true, Temperature = 1, Seed = 4, MinLength = 5, MaxLength = 9 };

        var result = Assert.Single(Search(said => FakeEngine.Noise([9], said, 8), options));

        Assert.InRange(result.Tokens.Count, 5, 9);
        Assert.Equal(
            Enumerable.Range(0, result.TokenLogProbabilities.Count).Select(position => AttendedAfter([.. result.Tokens.Take(position)])), result.Attention);
    }

    [Fact]
    public void Without_the_wish_there_is_no_attention() => Assert.Empty(Assert.Single(Search(Counting, Greedy)).Attention);

    private static float[] AttendedAfter(params int[] said) => FakeEngine.Weights(Source, said);

    /// <summary>Says 2, 3, 4 and ends.</summary>
    private static double[] Counting(int[] said) => Next((said.Length < 3 ? said.Length + 2 : FakeEngine.Eos, 0.9));
}
