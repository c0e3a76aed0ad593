using Seq2SeqService.Inference.Decoding;
using static Seq2SeqService.Inference.Tests.Decoding.Searching;

namespace Seq2SeqService.Inference.Tests.Decoding;

public sealed class ConstrainedBeamGroupTests
{
    private static readonly DecodingOptions Beam = new() { BeamSize = 6, NBest = 6, MaxLength = 12 };

    [Fact]
    public void A_phrase_stands_where_the_network_thinks_most_of_it()
    {
        // It would say 2 3; 6 7 fits best between them.
        static double[] Network(int[] said) => said switch
        {
            [] => Next((2, 0.9)),
            [2] => Next((3, 0.85), (6, 0.1)),
            [2, 6] => Next((7, 0.5), (3, 0.4)),
            [.., 7] => Next((3, 0.9)),
            [.., 3] => Next((FakeEngine.Eos, 0.95)),
            _ => Next((4, 0.3)),
        };

        Assert.Equal([2, 3], Search(Network, Beam)[0].Tokens);
        Assert.Equal([2, 6, 7, 3], Search(Network, Beam with { Phrases = [[6, 7]] })[0].Tokens);
    }

    [Fact]
    public void A_phrase_that_is_not_gone_on_with_is_not_said()
    {
        // 6 invites 5, and only after 5 is 7 likely.
        static double[] Network(int[] said) => said switch
        {
            [] => Next((6, 0.8)),
            [.., 6] => Next((5, 0.9)),
            [.., 7] => Next((FakeEngine.Eos, 0.9)),
            _ => Next((FakeEngine.Eos, 0.5), (6, 0.3)),
        };

        var output = Search(Network, Beam with { Phrases = [[6, 7]] })[0].Tokens;

        Assert.Contains((6, 7), output.Zip(output.Skip(1)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Every_finished_output_holds_all_phrases_and_the_best_comes_first(int seed)
    {
        IReadOnlyList<IReadOnlyList<int>> phrases = [[3, 4], [5], [3, 6, 2]];

        var results = Search(said => Random(seed, said), Beam with { BeamSize = 10, NBest = 10, MaxLength = 14, Phrases = phrases });

        Assert.NotEmpty(results);
        Assert.All(results.Where(result => result.Tokens.Count < 14), result => Assert.All(phrases, phrase => Assert.True(Holds(result.Tokens, phrase), string.Join(' ', result.Tokens))));
        Assert.Contains(results, result => phrases.All(phrase => Holds(result.Tokens, phrase)));
        Assert.Equal(results.OrderByDescending(result => result.Score).First().Tokens, results[0].Tokens);
    }

    [Fact]
    public void An_output_that_begins_with_a_prefix_holds_a_phrase_too()
    {
        var output = Search(said => Random(3, said), Beam with { Prefix = [2, 4], Phrases = [[6, 5]] })[0].Tokens;

        Assert.Equal([2, 4], output.Take(2));
        Assert.True(Holds(output, [6, 5]));
    }

    [Fact]
    public void Beside_other_sentences_the_output_is_the_same()
    {
        var engine = new FakeEngine((_, said) => Random(2, said)) { MaxPositions = 64 };
        var rules = TargetRules.Of("fake", Config(), new(), engine);
        var options = Beam with { Phrases = [[3, 4], [5]] };
        using var decoder = new BatchDecoder(engine);
        var cancel = TestContext.Current.CancellationToken;
        var group = DecodingGroup.Create(Source, rules, options, cancel);

        decoder.Join([DecodingGroup.Create(Source, rules, Beam, cancel), group, DecodingGroup.Create(Source, rules, Beam with { BeamSize = 1, NBest = 1 }, cancel)]);
        while (!decoder.IsIdle)
            decoder.Step();

        Assert.Equal(Search(said => Random(2, said), options)[0].Tokens, group.Results[0].Tokens);
    }

    private static bool Holds(IReadOnlyList<int> tokens, IReadOnlyList<int> phrase) =>
        Enumerable.Range(0, Math.Max(tokens.Count - phrase.Count + 1, 0)).Any(start => tokens.Skip(start).Take(phrase.Count).SequenceEqual(phrase));

    /// <summary>A network that is of another opinion after each output, and of the same one each time.</summary>
    private static double[] Random(int seed, int[] said)
    {
        var random = new Random(said.Aggregate(seed, (hash, token) => unchecked((hash * 31) + token)));
        var weights = Enumerable.Range(0, 8).Select(_ => Math.Pow(random.NextDouble(), 3) + 1e-3).ToArray();
        return [.. weights.Select(weight => weight / weights.Sum())];
    }
}
