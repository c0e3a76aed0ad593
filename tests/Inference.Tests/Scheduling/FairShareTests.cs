using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Tests.Scheduling;

/// <summary>Who waits for whom, on a clock that only the engine's work moves.</summary>
public sealed class FairShareTests
{
    private static readonly SchedulerOptions Options = new() { MaxBatchRows = 64, MaxQueued = 10_000 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_caller_with_a_thousand_sentences_does_not_keep_others_waiting(int seed)
    {
        var random = new Random(seed);
        var heavy = Text("heavy", seconds: 0, sentences: 1000, random);
        var others = Enumerable.Range(1, 20).Select(i => Text($"{i % 5}", seconds: i * 0.1, sentences: 1, random)).ToList();

        using var service = new SimulatedService(Options);
        service.Run([heavy, .. others]);

        var longest = others.Max(text => text.Latency.TotalSeconds);
        Assert.True(heavy.Latency.TotalSeconds > 4, $"The thousand were done after {heavy.Latency}.");
        Assert.True(longest < 0.75, $"A single sentence waited {longest:0.00} s.");
    }

    [Fact]
    public void Callers_with_much_to_do_progress_alike()
    {
        var random = new Random(4);
        var (first, second) = (Text("first", seconds: 0, sentences: 600, random), Text("second", seconds: 0.5, sentences: 200, random));

        using var service = new SimulatedService(Options);
        service.Run([first, second]);

        var doneWithSecond = first.Jobs.Count(job => job.Result.Result.EndedAt <= second.AnsweredAt.Ticks);
        Assert.InRange(doneWithSecond, 200, 450);   // as many as the other's, and what was done before it came
    }

    [Fact]
    public void Interactive_sentences_go_before_bulk_of_the_same_caller()
    {
        var random = new Random(5);
        var bulk = Text("one", seconds: 0, sentences: 1000, random, Priority.Bulk);
        var quick = Text("one", seconds: 1, sentences: 10, random);

        using var service = new SimulatedService(Options);
        service.Run([bulk, quick]);

        Assert.True(quick.Latency.TotalSeconds < 0.75, $"{quick.Latency}");
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    public void Bulk_gets_its_share_while_interactive_sentences_never_end(double share)
    {
        var random = new Random(6);
        var bulk = Text("bulk", seconds: 0, sentences: 600, random, Priority.Bulk);
        var stream = Enumerable.Range(0, 10).Select(i => Text($"{i}", seconds: 0, sentences: 200, random)).ToList();

        using var service = new SimulatedService(Options with { BulkShare = share });
        service.Run([bulk, .. stream]);

        var middle = TimeSpan.FromSeconds(2).Ticks;
        var done = stream.Append(bulk).SelectMany(text => text.Jobs).Where(job => job.Result.Result.EndedAt <= middle).ToList();
        var bulkDone = done.Where(job => job.Ticket.Priority == Priority.Bulk).Sum(job => job.Tokens) / (double)done.Sum(job => job.Tokens);
        Assert.InRange(bulkDone, 0.6 * share, 1.4 * share);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Everybody_is_served_whoever_comes_and_goes(int seed)
    {
        var random = new Random(seed);
        var texts = Enumerable.Range(0, 300).Select(i => Text(
            $"{random.Next(12)}", random.NextDouble() * 5, random.Next(10) == 0 ? random.Next(1, 60) : 1, random,
            random.Next(3) == 0 ? Priority.Bulk : Priority.Interactive, random.Next(5) == 0 ? TimeSpan.FromSeconds(random.NextDouble()) : null)).ToList();

        using var service = new SimulatedService(Options);
        service.Run(texts);

        Assert.All(texts.Where(text => text.Deadline is null), text => Assert.True(text.IsAnswered));
        Assert.All(texts.Where(text => text.IsAccepted), text => Assert.All(text.Jobs, job => Assert.True(job.IsEnded)));
    }

    [Fact]
    public void A_line_that_has_run_empty_has_forgotten_its_callers()
    {
        var line = new FairLine();
        var jobs = Text("a", 0, 50, new Random(1)).Jobs.Concat(Text("b", 0, 5, new Random(2)).Jobs).ToList();
        foreach (var job in jobs)
            line.Add(job);

        line.Take(jobs.ToHashSet());

        Assert.Equal((0, 0L, 0), (line.Jobs.Count, line.Tokens, line.Rows));
        Assert.Equal(7, line.TokensUntil("a", tokens: 7, last: 7));
    }

    private static SimulatedText Text(string caller, double seconds, int sentences, Random random, Priority priority = default, TimeSpan? deadline = null)
    {
        IReadOnlyList<(int, int)> all = [.. Enumerable.Range(0, sentences).Select(_ => (random.Next(5, 40), random.Next(4) == 0 ? 4 : 1))];
        var text = new SimulatedText(caller, TimeSpan.FromSeconds(seconds), all) { Priority = priority, Deadline = deadline };
        foreach (var job in text.Jobs)
            job.Ticket = new(caller, priority, Deadline: null);

        return text;
    }
}
