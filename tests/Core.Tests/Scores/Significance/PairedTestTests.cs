using System.Text.Json.Nodes;
using Seq2SeqService.Core.Scores;
using Seq2SeqService.Core.Scores.Significance;

namespace Seq2SeqService.Core.Tests.Scores.Significance;

public sealed class PairedTestTests
{
    private static readonly JsonNode Data = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Scores", "Data", "significance.json")))!;

    private static readonly IReadOnlyList<string> References = Data["references"]!.Strings();

    /// <summary>The figures are of a plain twin in Python: <c>significance.py</c> beside them.</summary>
    [Theory]
    [InlineData("bleu")]
    [InlineData("chrf")]
    public void The_bootstrap_gives_every_bit_of_its_plain_twin(string name)
    {
        var results = new PairedBootstrap().Compare(Measure(name), Systems(Measure(name)));

        AssertEqual(Expected(name)["baseline"]!, results[0]);
        Assert.All(results.Skip(1).Zip(Expected(name)["bootstrap"]!.AsArray()), pair => AssertEqual(pair.Second!, pair.First));
    }

    [Theory]
    [InlineData("bleu")]
    [InlineData("chrf")]
    public void Approximate_randomization_gives_every_bit_of_its_plain_twin(string name)
    {
        var results = new ApproximateRandomization().Compare(Measure(name), Systems(Measure(name)));

        AssertEqual(Expected(name)["baseline"]!, results[0]);
        Assert.All(results.Skip(1).Zip(Expected(name)["randomization"]!.AsArray()), pair => AssertEqual(pair.Second!, pair.First));
    }

    [Fact]
    public void A_system_that_is_the_first_again_is_no_better_by_chance_alone()
    {
        var statistics = Systems(new Ter())[0];

        // sacreBLEU's convention: no difference at all is never put down to chance.
        Assert.Equal(1 / 1001.0, new PairedBootstrap().Compare(new Ter(), [statistics, statistics])[1].PValue);
        Assert.Equal(1 / 101.0, new ApproximateRandomization(Trials: 100).Compare(new Ter(), [statistics, statistics])[1].PValue);
    }

    [Fact]
    public void The_score_of_a_test_is_that_without_one_and_its_signature_names_the_test()
    {
        var ter = new Ter();
        var plain = ter.Score(Data["systems"]![0]!.Strings(), References);

        var bootstrap = new PairedBootstrap(200, 7).Compare(ter, [Systems(ter)[0]])[0];
        var randomization = new ApproximateRandomization().Compare(ter, [Systems(ter)[0]])[0];

        Assert.Equal(plain.Value, bootstrap.Score.Value);
        Assert.StartsWith("nrefs:1|bs:200|seed:7|case:lc|tok:tercom|", bootstrap.Score.Signature, StringComparison.Ordinal);
        Assert.StartsWith("nrefs:1|bs:1000|ar:10000|seed:12345|case:lc|", randomization.Score.Signature, StringComparison.Ordinal);
        Assert.Null(bootstrap.PValue);
        Assert.InRange(plain.Value, bootstrap.Mean - bootstrap.Interval, bootstrap.Mean + bootstrap.Interval);
    }

    [Fact]
    public void Systems_over_different_segments_cannot_be_compared()
    {
        var ter = new Ter();
        var one = ter.Collect(["a"], [["a"]]);
        var two = ter.Collect(["a", "b"], [["a", "b"]]);

        Assert.Throws<ArgumentOutOfRangeException>(() => new PairedBootstrap().Compare(ter, [one, two]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairedBootstrap().Compare(ter, []));
    }

    private static void AssertEqual(JsonNode expected, SystemScore result)
    {
        Assert.Equal(expected["mean"]!.GetValue<double>(), result.Mean);
        Assert.Equal(expected["interval"]!.GetValue<double>(), result.Interval);
        Assert.Equal(expected["p"]?.GetValue<double>(), result.PValue);
    }

    private static JsonNode Expected(string name) => Data["expected"]!.AsArray().Single(node => node!["measure"]!.GetValue<string>() == name)!;

    private static IMeasure Measure(string name) => name == "bleu" ? new Bleu(BleuTokenizer.None) : new Chrf();

    private static IReadOnlyList<SegmentStatistics> Systems(IMeasure measure) =>
        [.. Data["systems"]!.Lists().Select(hypotheses => measure.Collect(hypotheses, [References]))];
}
