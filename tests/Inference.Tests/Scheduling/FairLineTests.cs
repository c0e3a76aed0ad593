using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Tests.Scheduling;

public sealed class FairLineTests
{
    private readonly FairLine _line = new();

    [Fact]
    public void What_a_caller_gave_up_is_not_charged_to_its_later_sentences()
    {
        var given = Enumerable.Range(0, 100).Select(_ => Add("a")).ToHashSet();
        var kept = Add("a");
        var other = Add("b");

        _line.RemoveAll(given.Contains);

        Assert.Equal([other, kept], _line.Jobs);   // whoever moves up overtakes nobody
        Assert.Equal((0, 0), (kept.Turn, other.Turn));
        Assert.Equal(50, _line.TokensUntil("a", tokens: 10, last: 10));   // both that wait, a turn of each, and what it adds
    }

    [Fact]
    public void Sentences_in_front_of_those_given_up_stay_where_they_are()
    {
        var (first, given, last) = (Add("a"), Add("a"), Add("a"));
        var others = new[] { Add("b"), Add("b") };

        _line.RemoveAll(job => job == given);

        Assert.Equal([first, others[0], others[1], last], _line.Jobs);
        Assert.Equal([0, 0, 10, 10], _line.Jobs.Select(job => job.Turn));
    }

    [Fact]
    public void Whoever_leaves_is_asked_for_once()
    {
        Add("a");
        Add("a");
        var asked = 0;

        _line.RemoveAll(_ => ++asked > 0);

        Assert.Equal(2, asked);
        Assert.Empty(_line.Jobs);
        Assert.Equal((0, 0), (_line.Tokens, _line.Rows));
    }

    private Job Add(string caller)
    {
        var job = new Job([1, 1, 1, 1, 1, 1, 1, 1, 1, 0], new() { BeamSize = 1 }, TestContext.Current.CancellationToken) { Ticket = Ticket.Anyone with { Caller = caller } };
        _line.Add(job);
        return job;
    }
}
