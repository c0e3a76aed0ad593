using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Tests.Decoding;

public sealed class SamplerTests
{
    private static readonly float[] HalfThirdSixth = [MathF.Log(1 / 2f), MathF.Log(1 / 3f), MathF.Log(1 / 6f)];

    [Fact]
    public void Draws_by_probability()
    {
        var shares = Shares(new DecodingOptions { Temperature = 1, Seed = 1 });

        Assert.Equal(1 / 2.0, shares[0], 0.03);
        Assert.Equal(1 / 3.0, shares[1], 0.03);
        Assert.Equal(1 / 6.0, shares[2], 0.03);
    }

    [Fact]
    public void A_high_temperature_levels_and_a_low_one_sharpens()
    {
        var level = Shares(new DecodingOptions { Temperature = 100, Seed = 1 });
        var sharp = Shares(new DecodingOptions { Temperature = 0.1, Seed = 1 });

        Assert.All(level, share => Assert.Equal(1 / 3.0, share, 0.03));
        Assert.InRange(sharp[0], 0.95, 1);
    }

    [Fact]
    public void Top_p_draws_from_the_smallest_set_that_reaches_it()
    {
        var shares = Shares(new DecodingOptions { Temperature = 1, TopP = 0.7, Seed = 1 });

        Assert.Equal(3 / 5.0, shares[0], 0.03);
        Assert.Equal(2 / 5.0, shares[1], 0.03);
        Assert.Equal(0, shares[2]);
    }

    [Fact]
    public void Places_that_the_engine_could_not_fill_are_never_drawn()
    {
        var sampler = new Sampler(new DecodingOptions { Temperature = 100 });

        var drawn = Enumerable.Range(0, 200).Select(_ => sampler.Draw([-1, float.NegativeInfinity])).Distinct();

        Assert.Equal([0], drawn);
    }

    [Fact]
    public void The_same_seed_says_the_same_and_another_seed_something_else()
    {
        var options = new DecodingOptions { BeamSize = 1, Temperature = 1, TopK = 8, Seed = 3, MinLength = 20 };

        var first = Say(options);

        Assert.Equal(first, Say(options));
        Assert.NotEqual(first, Say(options with { Seed = 4 }));
    }

    [Fact]
    public void Top_k_of_one_is_greedy()
    {
        var greedy = Say(new DecodingOptions { BeamSize = 1 });

        Assert.Equal(greedy, Say(new DecodingOptions { BeamSize = 1, Temperature = 5, TopK = 1 }));
    }

    private static double[] Shares(DecodingOptions options)
    {
        const int Draws = 4000;
        var sampler = new Sampler(options);
        var counts = new double[3];
        for (var i = 0; i < Draws; i++)
            counts[sampler.Draw(HalfThirdSixth)]++;

        return [.. counts.Select(count => count / Draws)];
    }

    private static IReadOnlyList<int> Say(DecodingOptions options) =>
        Searching.Search(said => FakeEngine.Noise(Searching.Source, said, 8), options)[0].Tokens;
}
