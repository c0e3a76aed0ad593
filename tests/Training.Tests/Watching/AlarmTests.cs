using Seq2SeqService.Core.Scores;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Validation;
using Seq2SeqService.Training.Watching;
using Seq2SeqService.Training.Watching.Alarms;

namespace Seq2SeqService.Training.Tests.Watching;

public sealed class AlarmTests
{
    private static readonly string[] Sources = [.. Enumerable.Range(0, 20).Select(number => $"source {number}")];
    private static readonly string[] Targets = [.. Enumerable.Range(0, 20).Select(number => $"target {number}")];

    [Fact]
    public void Good_outputs_raise_none() => Assert.Empty(Look([.. Targets.Select(text => text + "!")]));

    [Fact]
    public void Empty_outputs_raise_one_alarm() =>
        Assert.Equal([AlarmKind.EmptyOutputs], Look([.. Targets[..15], "", " ", "", "", ""]).Select(alarm => alarm.Kind));

    [Fact]
    public void Copied_sources_raise_an_alarm() =>
        Assert.Equal([AlarmKind.CopiedSources], Look([.. Targets[..10], .. Sources[10..].Select(text => text.ToUpperInvariant())]).Select(alarm => alarm.Kind));

    [Fact]
    public void Copies_are_right_where_the_references_are_copies() => Assert.Empty(Look(Sources, references: Sources));

    [Fact]
    public void Outputs_that_are_all_the_same_raise_an_alarm() =>
        Assert.Equal([AlarmKind.SameOutputs], Look([.. Enumerable.Repeat("the the the", 19), "a"]).Select(alarm => alarm.Kind));

    [Fact]
    public void The_same_output_is_right_where_the_references_are_the_same()
    {
        var same = Enumerable.Repeat("yes", 20).ToArray();

        Assert.Empty(Look(same, references: same));
    }

    [Fact]
    public void A_loss_far_above_its_best_for_long_has_diverged_and_a_short_rise_has_not()
    {
        var alarms = new LossAlarms();
        double[] shortRise = [5, 2, .. Enumerable.Repeat(6.0, LossAlarms.LongPoints - 1), 2.1];

        Assert.Empty(shortRise.SelectMany(loss => alarms.Trained(Figures(loss))));
        var raised = Enumerable.Repeat(6.0, LossAlarms.LongPoints).SelectMany(loss => alarms.Trained(Figures(loss))).ToList();

        Assert.Equal(AlarmKind.Diverged, Assert.Single(raised).Kind);
    }

    [Fact]
    public void A_loss_that_is_no_number_is_no_best_one()
    {
        var alarms = new LossAlarms();

        Assert.Empty(Enumerable.Repeat(double.NaN, 50).Append(3).SelectMany(loss => alarms.Trained(Figures(loss))));
    }

    private static TrainingFigures Figures(double loss) => new(20, loss, 0.001, 1, 1000, 100, 20, 0);

    private static IReadOnlyList<Alarm> Look(string[] outputs, string[]? references = null)
    {
        var pairs = Sources.Zip(references ?? Targets, (source, target) => new SentencePair(source, target, "yy")).ToList();
        var score = new CorpusScore("BLEU", 10, "");
        return [.. OutputAlarms.Look(new ValidationReport(100, 10, 2, [new DirectionScore(new ValidationSet("xx-yy", null, pairs), score, score, outputs, 100)]))];
    }
}
