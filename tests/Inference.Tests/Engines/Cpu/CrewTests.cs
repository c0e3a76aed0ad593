using System.Collections.Concurrent;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

public sealed class CrewTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Shares_cover_everything_once(int size)
    {
        using var crew = new Crew(size);
        foreach (var items in (int[])[0, 1, 2, 7, 100])
        {
            var task = new Counting(items);
            for (var round = 0; round < 20; round++)
                crew.Run(task);

            Assert.All(task.Counts, count => Assert.Equal(20, count));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Behind_a_loop_all_of_it_is_done(int size)
    {
        using var crew = new Crew(size);
        var task = new Relay(items: 9);

        for (var round = 0; round < 10; round++)
            crew.Run(task);

        Assert.Equal(0, task.Missed);
    }

    [Fact]
    public void Runs_keep_to_their_least_length()
    {
        using var crew = new Crew(2);
        var task = new Runs(13, atLeast: 4);

        crew.Run(task);

        Assert.Equal([(0, 4), (4, 8), (8, 12), (12, 13)], task.Seen.Order());
    }

    [Fact]
    public void Runs_are_long_first_and_short_last()
    {
        using var crew = new Crew(2);
        var task = new Runs(32, atLeast: 1);

        crew.Run(task);

        var lengths = task.Seen.Order().Select(run => run.End - run.First).ToList();
        Assert.Equal(lengths.OrderDescending(), lengths);
        Assert.Equal((8, 1, 32), (lengths[0], lengths[^1], lengths.Sum()));
    }

    [Theory]
    [InlineData(1, 100, 1)]   // a member by itself has nobody to share with
    [InlineData(2, 31, 1)]    // too few for both
    [InlineData(2, 32, 2)]
    [InlineData(2, 63, 2)]
    [InlineData(2, 1000, 4)]
    [InlineData(4, 100, 4)]
    public void Portions_are_even_and_cover_everything_once(int size, int items, int portions)
    {
        using var crew = new Crew(size);
        var task = new Portions(items);

        crew.Run(task);

        var seen = task.Seen.Distinct().Order().ToList();
        Assert.Equal(portions, seen.Count);
        Assert.Equal(items, seen.Sum(portion => portion.End - portion.First));
        Assert.All(seen, portion => Assert.InRange(portion.End - portion.First, items / portions, (items / portions) + 1));
        Assert.All(task.Counts, count => Assert.Equal(2, count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_failure_reaches_the_caller_and_the_crew_goes_on(int size)
    {
        using var crew = new Crew(size);
        for (var failing = 0; failing < 8; failing++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => crew.Run(new Failing(failing)));
            Assert.Equal($"item {failing}", error.Message);
            error = Assert.Throws<InvalidOperationException>(() => crew.Run(new FailingPortion(failing)));
            Assert.Equal($"item {failing}", error.Message);
        }

        var task = new Counting(10);
        crew.Run(task);
        Assert.All(task.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_crew_that_was_sent_home_does_not_work()
    {
        var crew = new Crew(3);
        crew.Dispose();
        crew.Dispose();

        Assert.Throws<ObjectDisposedException>(() => crew.Run(new Counting(1)));
    }

    private sealed class Counting(int items) : ICrewTask
    {
        public int[] Counts { get; } = new int[items];

        public void Work(CrewMember me)
        {
            foreach (var i in me.Each(items))
                Interlocked.Increment(ref Counts[i]);
        }
    }

    /// <summary>Each loop writes what the next one looks at, whoever ran it.</summary>
    private sealed class Relay(int items) : ICrewTask
    {
        private readonly int[] _written = new int[items];
        private int _missed;

        public int Missed => _missed;

        public void Work(CrewMember me)
        {
            for (var round = 1; round <= 200; round++)
            {
                foreach (var i in me.Each(items))
                    _written[i] = round;

                foreach (var i in me.Each(items))
                {
                    if (_written[items - 1 - i] != round)
                        Interlocked.Increment(ref _missed);
                }
            }
        }
    }

    private sealed class Runs(int items, int atLeast) : ICrewTask
    {
        public ConcurrentBag<(int First, int End)> Seen { get; } = [];

        public void Work(CrewMember me)
        {
            foreach (var run in me.Share(items, atLeast))
                Seen.Add((run.Start.Value, run.End.Value));
        }
    }

    /// <summary>Two loops over each portion, the second of which needs what the first one did.</summary>
    private sealed class Portions(int items) : ICrewTask
    {
        public ConcurrentBag<(int First, int End)> Seen { get; } = [];

        public int[] Counts { get; } = new int[items];

        public void Work(CrewMember me)
        {
            foreach (var portion in me.Portions(items, atLeast: 16))
            {
                Seen.Add((portion.Items.Start.Value, portion.Items.End.Value));
                foreach (var item in portion.Member.Each(portion.Items))
                    Interlocked.Increment(ref Counts[item]);
                foreach (var item in portion.Member.Each(portion.Items))
                    Interlocked.Increment(ref Counts[item]);
            }
        }
    }

    private sealed class FailingPortion(int failing) : ICrewTask
    {
        public void Work(CrewMember me)
        {
            foreach (var portion in me.Portions(8, atLeast: 1))
            {
                foreach (var item in portion.Member.Each(portion.Items))
                {
                    if (item == failing)
                        throw new InvalidOperationException($"item {item}");
                }
            }

            foreach (var item in me.Each(8))
                GC.KeepAlive(item);
        }
    }

    private sealed class Failing(int failing) : ICrewTask
    {
        public void Work(CrewMember me)
        {
            foreach (var item in me.Each(8))
            {
                if (item == failing)
                    throw new InvalidOperationException($"item {item}");
            }

            foreach (var item in me.Each(8))
                GC.KeepAlive(item);
        }
    }
}
