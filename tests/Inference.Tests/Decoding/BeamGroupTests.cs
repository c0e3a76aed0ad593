using Seq2SeqService.Inference.Decoding;
using static Seq2SeqService.Inference.Tests.Decoding.Searching;

namespace Seq2SeqService.Inference.Tests.Decoding;

public sealed class BeamGroupTests
{
    private static readonly DecodingOptions Beam = new() { BeamSize = 2, NBest = 2 };

    [Fact]
    public void Finds_the_sentence_that_greedy_search_misses()
    {
        // Greedy takes 2 (0.5) and then knows nothing better than 0.3; 3 (0.4) is followed by certainty.
        static double[] Garden(int[] said) => said switch
        {
            [] => Next((2, 0.5), (3, 0.4)),
            [2] => Next((4, 0.3)),
            [3] => Next((5, 0.95)),
            _ => Next((FakeEngine.Eos, 0.95)),
        };

        Assert.Equal([2, 4], Search(Garden, Beam with { BeamSize = 1, NBest = 1 })[0].Tokens);
        Assert.Equal([3, 5], Search(Garden, Beam)[0].Tokens);
    }

    [Fact]
    public void Outputs_come_best_first_with_their_normalised_scores()
    {
        var results = Search(TwoWays, Beam with { LengthPenalty = 1 });

        Assert.Equal([2, 3], results[0].Tokens);
        Assert.Equal([4], results[1].Tokens);
        Assert.Equal(Math.Log(0.4 * 0.9 * 0.9) / 3, results[0].Score, 5);
        Assert.Equal(Math.Log(0.5 * 0.9) / 2, results[1].Score, 5);
    }

    [Fact]
    public void Without_length_normalisation_the_shorter_output_wins()
    {
        var results = Search(TwoWays, Beam with { LengthPenalty = 0 });

        Assert.Equal([4], results[0].Tokens);
        Assert.Equal(Math.Log(0.5 * 0.9), results[0].Score, 5);
    }

    [Fact]
    public void Returns_no_more_outputs_than_were_asked_for()
    {
        Assert.Single(Search(TwoWays, Beam with { BeamSize = 4, NBest = 1 }));
        Assert.Equal(3, Search(TwoWays, Beam with { BeamSize = 4, NBest = 3 }).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_beam_that_holds_everything_finds_what_exhaustive_search_finds(int sentence)
    {
        double[] Network(int[] said) => FakeEngine.Noise([sentence], said, vocabulary: 5).Concat([0.0, 0.0, 0.0]).ToArray();
        var options = new DecodingOptions { BeamSize = 32, NBest = 5, MaxLength = 3, LengthPenalty = 0 };

        var found = Search(Network, options);

        var all = Exhaustive(Network, said: [], sum: 0, maxLength: 3).OrderByDescending(output => output.Sum).Take(5).ToArray();
        Assert.Equal(all.Select(output => output.Said), found.Select(output => output.Tokens));
        Assert.Equal(all.Select(output => output.Sum), found.Select(output => output.Score), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Finds_what_the_blackboard_search_finds(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            var (sentence, end) = (random.Next(), random.NextDouble() / 2);
            double[] Network(int[] said) => FakeEngine.Noise([sentence], said, vocabulary: 8, end);
            var beam = random.Next(2, 6);
            var options = RandomOptions.Of(random) with { BeamSize = beam, NBest = random.Next(1, beam + 1), Temperature = 0 };

            var found = Search(Network, options);

            var expected = PlainBeamSearch.Search(Network, options, options.MaxLength!.Value);
            Assert.Equal(expected.Select(output => string.Join(' ', output.Said)), found.Select(output => string.Join(' ', output.Tokens)));
            Assert.Equal(expected.Select(output => output.Score), found.Select(output => output.Score), (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    [Fact]
    public void Equal_probabilities_go_to_the_smaller_token()
    {
        static double[] Level(int[] said) => said.Length < 2 ? Next((2, 0.25), (3, 0.25), (4, 0.25)) : Next((FakeEngine.Eos, 0.9));

        var results = Search(Level, Beam);

        Assert.Equal([[2, 2], [2, 3]], results.Select(result => result.Tokens));
    }

    [Fact]
    public void Goes_on_while_a_live_output_can_still_win_and_no_longer()
    {
        var steps = 0;
        double[] Network(int[] said)
        {
            steps = Math.Max(steps, said.Length + 1);
            return said.Length switch
            {
                1 => Next((FakeEngine.Eos, 0.5), (3, 0.4)),
                2 => Next((FakeEngine.Eos, 0.9)),
                _ => Next((3, 0.9)),
            };
        }

        var results = Search(Network, Beam with { NBest = 1 });

        Assert.Equal([3, 3], results[0].Tokens);
        Assert.InRange(steps, 3, 5);
    }

    [Fact]
    public void Outputs_cut_by_the_limit_come_behind_those_that_ended()
    {
        static double[] Endless(int[] said) => said switch
        {
            [] => Next((3, 0.6), (4, 0.38)),
            [4] => Next((FakeEngine.Eos, 0.6), (3, 0.3)),
            _ => Next((3, 0.9)),
        };

        var results = Search(Endless, Beam with { MaxLength = 3 });

        Assert.Equal([4], results[0].Tokens);
        Assert.Equal(2, results[0].TokenLogProbabilities.Count);
        Assert.Equal([3, 3, 3], results[1].Tokens);
        Assert.Equal(3, results[1].TokenLogProbabilities.Count);
    }

    [Fact]
    public void Every_output_begins_with_the_prefix()
    {
        var results = Search(said => FakeEngine.Noise([9], said, 8), new DecodingOptions { BeamSize = 4, NBest = 4, Prefix = [6, 7] });

        Assert.Equal(4, results.Count);
        Assert.All(results, result => Assert.Equal([6, 7], result.Tokens.Take(2)));
    }

    [Fact]
    public void The_shortest_length_and_repeated_ngrams_hold_for_every_output()
    {
        var options = new DecodingOptions { BeamSize = 4, NBest = 4, MinLength = 9, NoRepeatNgram = 2 };

        var results = Search(said => FakeEngine.Noise([3], said, 8), options);

        foreach (var tokens in results.Select(result => result.Tokens))
        {
            Assert.InRange(tokens.Count, 9, int.MaxValue);
            Assert.Equal(tokens.Count - 1, tokens.Zip(tokens.Skip(1)).Distinct().Count());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_attention_of_each_output_follows_its_own_beginnings(int sentence)
    {
        var options = new DecodingOptions { BeamSize = 5, NBest = 5, MinLength = 3, MaxLength = 8, Prefix = [6], WithAttention = true };

        var results = Search(said => FakeEngine.Noise([sentence], said, 8), options);

        Assert.Equal(5, results.Count);
        foreach (var result in results)
        {
            var beginnings = Enumerable.Range(0, result.TokenLogProbabilities.Count).Select(position => result.Tokens.Take(position).ToArray());
            Assert.Equal(beginnings.Select(said => FakeEngine.Weights(Source, said)), result.Attention);
        }
    }

    [Fact]
    public void A_probability_that_is_no_number_is_a_fault_of_the_named_model()
    {
        var error = Assert.Throws<ModelFaultException>(
            () => Search(said => said.Length < 2 ? Next((3, 0.9)) : Enumerable.Repeat(double.NaN, 8).ToArray(), Beam));

        Assert.Contains("'fake'", error.Message, StringComparison.Ordinal);
        Assert.Contains("token 3", error.Message, StringComparison.Ordinal);
    }

    /// <summary>4 ends at once with 0.45 in all; 2 3 ends later with 0.324, but better per token.</summary>
    private static double[] TwoWays(int[] said) => said switch
    {
        [] => Next((4, 0.5), (2, 0.4)),
        [2] => Next((3, 0.9)),
        _ => Next((FakeEngine.Eos, 0.9)),
    };

    private static IEnumerable<(int[] Said, double Sum)> Exhaustive(Func<int[], double[]> network, int[] said, double sum, int maxLength)
    {
        var next = network(said);
        yield return (said, sum + Math.Log(next[FakeEngine.Eos]));
        if (said.Length == maxLength)
            yield break;

        for (var token = 2; token < next.Length && next[token] > 0; token++)
        {
            foreach (var output in Exhaustive(network, [.. said, token], sum + Math.Log(next[token]), maxLength))
                yield return output;
        }
    }
}
