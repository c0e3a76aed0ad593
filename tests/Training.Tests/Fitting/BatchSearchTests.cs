using Seq2SeqService.Training.Fitting;

namespace Seq2SeqService.Training.Tests.Fitting;

public sealed class BatchSearchTests
{
    private const int Least = 60, Most = 100_000;

    [Fact]
    public void It_finds_the_largest_size_that_fits_whatever_the_memory_is()
    {
        var random = new Random(3);
        for (var i = 0; i < 2000; i++)
        {
            var (fixedBytes, perToken, power) = (random.Next(0, 4000), 1 + (random.NextDouble() * 40), 1 + (random.NextDouble() * 0.5));
            var limit = random.Next(1, 4_000_000);
            var tried = new List<int>();

            var found = BatchSearch.Largest(Least, Most, size =>
            {
                tried.Add(size);
                return RoomFor(Need(size), limit);
            });

            Assert.Equal(BatchSearch.Sizes(Least, Most).LastOrDefault(size => Need(size) <= limit), found ?? 0);
            Assert.Equal(tried.Count, tried.Distinct().Count());

            double Need(int size) => fixedBytes + (perToken * Math.Pow(size, power));
        }
    }

    [Fact]
    public void Where_need_grows_with_the_batch_no_try_needs_an_eighth_more_than_there_is()
    {
        for (var limit = 100; limit < 90_000; limit += 37)
        {
            var most = 0;
            BatchSearch.Largest(Least, Most, size => RoomFor(most = Math.Max(most, size), limit));

            Assert.InRange(most, Least, limit * 9 / 8);
        }
    }

    [Fact]
    public void More_memory_never_gives_smaller_batches()
    {
        var before = 0;
        for (var limit = 10; limit < 200_000; limit += 511)
        {
            var found = BatchSearch.Largest(Least, Most, size => RoomFor(size + (size / 3), limit)) ?? 0;

            Assert.True(found >= before);
            before = found;
        }
    }

    [Fact]
    public void Sizes_begin_at_the_least_end_below_the_most_and_are_an_eighth_apart()
    {
        var sizes = BatchSearch.Sizes(Least, Most).ToList();

        Assert.Equal(Least, sizes[0]);
        Assert.InRange(sizes[^1], Most * 8 / 9, Most);
        Assert.All(sizes.Zip(sizes.Skip(1)), pair => Assert.InRange(pair.Second / (double)pair.First, 1.1, 1.125));
    }

    private static Room RoomFor(double need, double limit) => need > limit ? Room.None : 2 * need > limit ? Room.Scarce : Room.Plenty;
}
