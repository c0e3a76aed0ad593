using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Tests.Decoding;

/// <summary>What is called certain while an output is being decoded is what the best output begins with in the end.</summary>
public sealed class StableTokensTests
{
    private const int Searches = 2000;
    private const int Vocabulary = 8;

    [Fact]
    public void Whatever_the_network_and_the_options_the_best_output_begins_with_all_that_was_told()
    {
        var (greedy, beams) = (0, 0);
        for (var seed = 0; seed < Searches; seed++)
        {
            var options = RandomOptions.Of(new Random(seed));

            var (told, best) = Search(seed, options);

            for (var step = 0; step < told.Count; step++)
            {
                Assert.Equal(told[step], best.Take(told[step].Count));
                Assert.True(step == 0 || told[step].Count >= told[step - 1].Count, $"Seed {seed} took back what it had told.");
            }

            var early = told.Count > 0 ? told[^1].Count : 0;
            (greedy, beams) = options.BeamSize == 1 ? (greedy + early, beams) : (greedy, beams + early);
        }

        Assert.True(greedy > Searches / 5 && beams > Searches / 5, $"Too little was told before the end: {greedy} tokens by greedy search, {beams} by beams.");
    }

    [Fact]
    public void Greedy_search_is_certain_of_every_token_at_once()
    {
        var (told, best) = Search(seed: 1, new() { BeamSize = 1, MinLength = 6, MaxLength = 8 });

        Assert.Equal(Enumerable.Range(1, told.Count), told.Select(tokens => tokens.Count));
        Assert.True(best.Count >= 6);
    }

    [Fact]
    public void A_beam_waits_until_its_rows_agree_and_no_finished_output_can_win()
    {
        // 5 or 6 first, equally likely; 5 leads nowhere, so that from the third step on all rows have 6 in front.
        double[] Network(int[] said) => said switch
        {
            [] => Searching.Next((5, 0.5), (6, 0.49)),
            [5, ..] => [.. Enumerable.Repeat(1 / 8.0, 8)],
            _ => Searching.Next((7, 0.9)),
        };

        var (told, best) = Search((_, said) => Network(said), new() { BeamSize = 2, MinLength = 5, MaxLength = 5 });

        Assert.Empty(told[0]);
        Assert.Equal([6, 7, 7, 7, 7], best);
        Assert.Equal([6], told.First(tokens => tokens.Count > 0).Take(1));
    }

    [Fact]
    public void Telling_allocates_nothing_and_neither_does_the_step()
    {
        using var engine = new SilentEngine(40);
        var rules = TargetRules.Of("silent", Searching.Config(40), new GenerationConfig { MaxLength = 1000 }, engine);
        using var decoder = new BatchDecoder(engine);
        var group = DecodingGroup.Create([5, 0], rules, new() { BeamSize = 4, MaxLength = 900 }, TestContext.Current.CancellationToken);
        var grown = 0;
        var stable = new StableTokens(900, () => grown++);
        decoder.Join([group]);
        for (var step = 0; step < 50; step++)
            decoder.Step();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 300; step++)
        {
            decoder.Step();
            group.Tell(stable);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(grown > 0);
    }

    private static (IReadOnlyList<IReadOnlyList<int>> Told, IReadOnlyList<int> Best) Search(int seed, DecodingOptions options) =>
        Search((source, said) => FakeEngine.Noise([.. source, seed], said, Vocabulary), options);

    private static (IReadOnlyList<IReadOnlyList<int>> Told, IReadOnlyList<int> Best) Search(Func<int[], int[], double[]> network, DecodingOptions options)
    {
        using var engine = new FakeEngine(network);
        var rules = TargetRules.Of("fake", Searching.Config(), new GenerationConfig(), engine);
        using var decoder = new BatchDecoder(engine);
        var group = DecodingGroup.Create(Searching.Source, rules, options, TestContext.Current.CancellationToken);
        var stable = new StableTokens(rules.LongestOutput(Searching.Source.Length, options), () => { });
        var told = new List<IReadOnlyList<int>>();
        decoder.Join([group]);
        while (decoder.Step().IsEmpty)
        {
            group.Tell(stable);
            told.Add([.. stable.Tokens]);
        }

        return (told, group.Results[0].Tokens);
    }
}
