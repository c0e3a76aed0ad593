using Seq2SeqService.Inference.Canaries;

namespace Seq2SeqService.Inference.Tests.Canaries;

public sealed class CanaryPolicyTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Over = TimeSpan.FromMinutes(10);
    private static readonly OutcomeCounts Healthy = new(Answered: 1000, Warned: 50, Failed: 0);

    [Fact]
    public void A_trial_goes_on_until_its_time_is_over_and_then_ends_well()
    {
        Assert.Equal(CanaryVerdict.GoesOn, Judge(Short, new(100, 5, 0)));
        Assert.Equal(CanaryVerdict.Promoted, Judge(Over, new(100, 5, 0)));
    }

    [Theory]
    [InlineData(99, 1, CanaryVerdict.GoesOn)]
    [InlineData(98, 2, CanaryVerdict.RolledBack)]
    [InlineData(39, 10, CanaryVerdict.GoesOn)]   // one request short of what rates need
    [InlineData(40, 10, CanaryVerdict.RolledBack)]
    public void More_errors_than_the_version_in_service_end_it_at_once(int answered, int failed, object verdict) =>
        Assert.Equal((CanaryVerdict)verdict, Judge(Short, new(answered, 0, failed)));

    [Theory]
    [InlineData(10, CanaryVerdict.GoesOn)]
    [InlineData(11, CanaryVerdict.RolledBack)]
    public void More_warnings_than_the_version_in_service_end_it_at_once(int warned, object verdict) =>
        Assert.Equal((CanaryVerdict)verdict, Judge(Short, new(100, warned, 0)));

    [Fact]
    public void Errors_that_both_versions_have_are_nobodys_fault() =>
        Assert.Equal(CanaryVerdict.GoesOn, new CanaryPolicy(new()).Judge(Short, new(90, 0, 10), new(900, 0, 100)).Verdict);

    [Fact]
    public void Where_hardly_anybody_asked_a_failure_ends_it_and_silence_does_not()
    {
        Assert.Equal(CanaryVerdict.Promoted, Judge(Over, default));
        Assert.Equal(CanaryVerdict.Promoted, Judge(Over, new(3, 3, 0)));
        Assert.Equal(CanaryVerdict.RolledBack, Judge(Over, new(3, 0, 1)));
    }

    [Fact]
    public void Texts_fall_evenly_and_always_at_the_same_place()
    {
        var draws = Enumerable.Range(0, 10_000).Select(i => TextDraw.Of([$"Sentence {i}."])).ToList();

        Assert.All(draws, draw => Assert.InRange(draw, 0, 0.9999999999));
        for (var tenth = 0; tenth < 10; tenth++)
            Assert.InRange(draws.Count(draw => (int)(draw * 10) == tenth), 850, 1150);

        Assert.Equal(draws[7], TextDraw.Of(["Sentence 7."]));
    }

    private static CanaryVerdict Judge(TimeSpan elapsed, OutcomeCounts candidate) => new CanaryPolicy(new()).Judge(elapsed, candidate, Healthy).Verdict;
}
