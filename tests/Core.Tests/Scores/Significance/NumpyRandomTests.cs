using Seq2SeqService.Core.Scores.Significance;

namespace Seq2SeqService.Core.Tests.Scores.Significance;

public sealed class NumpyRandomTests
{
    /// <summary>The figures of NumPy's documentation: <c>default_rng(12345).random()</c>, and those of other seeds that are widely printed.</summary>
    [Theory]
    [InlineData(12345u, 0.22733602246716966)]
    [InlineData(42u, 0.7739560485559633)]
    [InlineData(0u, 0.6369616873214543)]
    public void Numbers_are_those_of_NumPy(uint seed, double first) =>
        Assert.Equal(first, (new NumpyRandom(seed).NextUInt64() >> 11) / (double)(1L << 53));

    [Theory]
    [InlineData(12345u, "6 2 7")]
    [InlineData(42u, "0 7 6 4 4 8 0 6 2 0")]
    public void Bounded_numbers_are_those_of_NumPy(uint seed, string numbers)
    {
        var random = new NumpyRandom(seed);

        Assert.Equal(numbers, string.Join(' ', numbers.Split(' ').Select(_ => random.Next(10))));
    }

    [Fact]
    public void Booleans_are_the_bits_of_words_from_the_lowest_on()
    {
        var (random, words) = (new NumpyRandom(5), new NumpyRandom(5));

        var drawn = Enumerable.Range(0, 40).Select(_ => random.NextBoolean()).ToList();
        random.EndBooleans();

        var (first, second) = (words.NextUInt32(), words.NextUInt32());
        Assert.Equal(Enumerable.Range(0, 32).Select(bit => ((first >> bit) & 1) == 1), drawn.Take(32));
        Assert.Equal(Enumerable.Range(0, 8).Select(bit => ((second >> bit) & 1) == 1), drawn.Skip(32));
        Assert.Equal(words.NextUInt32(), random.NextUInt32());
    }

    [Fact]
    public void One_choice_alone_draws_nothing()
    {
        var random = new NumpyRandom(1);

        Assert.Equal(0, random.Next(1));
        Assert.Equal(new NumpyRandom(1).NextUInt64(), random.NextUInt64());
    }
}
