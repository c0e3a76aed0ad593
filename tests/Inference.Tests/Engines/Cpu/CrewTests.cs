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
    [InlineData(2)]
    [InlineData(4)]
    public void What_was_written_before_a_meeting_is_seen_by_all_behind_it(int size)
    {
        using var crew = new Crew(size);
        var task = new Relay(size);

        crew.Run(task);

        Assert.Equal(0, task.Missed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_members_failure_reaches_the_caller_and_the_crew_goes_on(int size)
    {
        using var crew = new Crew(size);
        for (var failing = 0; failing < size; failing++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => crew.Run(new Failing(failing)));
            Assert.Equal($"member {failing}", error.Message);
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
            var mine = me.Share(items);
            for (var i = mine.Start.Value; i < mine.End.Value; i++)
                Counts[i]++;
        }
    }

    /// <summary>Every member writes, meets, and looks at what the others wrote, many times over.</summary>
    private sealed class Relay(int size) : ICrewTask
    {
        private readonly int[] _written = new int[size];
        private int _missed;

        public int Missed => _missed;

        public void Work(CrewMember me)
        {
            for (var round = 1; round <= 500; round++)
            {
                _written[me.Index] = round;
                me.Meet();
                if (_written.Any(value => value != round))
                    Interlocked.Increment(ref _missed);
                me.Meet();
            }
        }
    }

    private sealed class Failing(int index) : ICrewTask
    {
        public void Work(CrewMember me)
        {
            me.Meet();
            if (me.Index == index)
                throw new InvalidOperationException($"member {index}");
            me.Meet();
        }
    }
}
