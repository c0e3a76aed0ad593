using Seq2SeqService.Inference.Gating;

namespace Seq2SeqService.Inference.Tests.Gating;

public sealed class ReloadGateTests
{
    private static readonly DirectionReport Good = new("en-de", 32, Chrf: 55, Promised: 55, Serving: 54, LengthRatio: 1);

    [Fact]
    public void What_keeps_its_promise_may_serve() => Assert.Null(Judge(Good));

    [Theory]
    [InlineData(52.1, 55, 54, 1.0, null)]
    [InlineData(51.9, 55, 54, 1.0, "MaxDropFromPromised")]
    [InlineData(50.0, 50, 54.9, 1.0, null)]
    [InlineData(50.0, 50, 55.1, 1.0, "MaxDropFromServing")]
    [InlineData(55.0, 55, 54, 0.51, null)]
    [InlineData(55.0, 55, 54, 0.49, "times as long as the references")]
    [InlineData(55.0, 55, 54, 2.01, "times as long as the references")]
    [InlineData(double.NaN, 55, 54, 1.0, "MaxDropFromPromised")]
    [InlineData(55.0, 55, 54, double.NaN, "times as long as the references")]
    public void Each_limit_refuses_what_lies_beyond_it_and_names_its_setting(double chrf, double promised, double serving, double ratio, string? reason)
    {
        var judged = Judge(Good with { Chrf = chrf, Promised = promised, Serving = serving, LengthRatio = ratio });

        Assert.Equal(reason is null, judged is null);
        Assert.Contains(reason ?? "", judged ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void One_bad_direction_refuses_all_and_is_named() =>
        Assert.StartsWith("de-en: ", Judge(Good, Good with { Direction = "de-en", Chrf = 10 }), StringComparison.Ordinal);

    [Fact]
    public void Without_a_version_in_service_the_promise_alone_counts() => Assert.Null(Judge(Good with { Serving = null }));

    [Fact]
    public void A_score_that_is_no_number_refuses() =>
        Assert.Contains("finite", new ReloadGate(new()).Judge(new([Good], IsFinite: false)), StringComparison.Ordinal);

    [Theory]
    [InlineData(10, 4.1, null)]
    [InlineData(10, 3.9, "MaxLatencyFactor")]
    [InlineData(1.9, 0.1, null)]   // many times as long, but of nothing
    public void A_version_that_takes_much_longer_is_refused(double time, double serving, string? reason)
    {
        var judged = new ReloadGate(new()).Judge(new([Good], IsFinite: true)
        {
            TimePerSentence = TimeSpan.FromMilliseconds(time), ServingTimePerSentence = TimeSpan.FromMilliseconds(serving),
        });

        Assert.Equal(reason is null, judged is null);
        Assert.Contains(reason ?? "", judged ?? "", StringComparison.Ordinal);
    }

    private static string? Judge(params DirectionReport[] directions) => new ReloadGate(new()).Judge(new(directions, IsFinite: true));
}
