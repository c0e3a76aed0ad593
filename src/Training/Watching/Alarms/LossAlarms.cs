using System.Globalization;
using Seq2SeqService.Training.Optimization;

namespace Seq2SeqService.Training.Watching.Alarms;

/// <summary>Looks at losses while the run learns.</summary>
internal sealed class LossAlarms
{
    /// <summary>Points of the curve in a row that are far above the best one.</summary>
    public const int LongPoints = 10;

    private const double FarAbove = 1.3;
    private const double LeastRise = 0.5;   // nats

    private double _best = double.PositiveInfinity;
    private int _bestStep;
    private int _above;

    public static IEnumerable<Alarm> Updated(int step, StepReport report)
    {
        if (!report.IsRescaled && (!report.Applied || !double.IsFinite(report.Loss)))
        {
            yield return new Alarm(
                AlarmKind.NotFinite, step,
                "an update's loss or gradient was not finite and was skipped. Now and then one does no harm; if they grow more, lower training.learningRate, " +
                "raise training.warmupSteps, or train in fp32.");
        }
    }

    public IEnumerable<Alarm> Trained(TrainingFigures figures)
    {
        if (figures.Loss < _best)
            (_best, _bestStep) = (figures.Loss, figures.Step);

        _above = figures.Loss > Math.Max(_best * FarAbove, _best + LeastRise) ? _above + 1 : 0;
        if (_above < LongPoints)
            yield break;

        yield return new Alarm(
            AlarmKind.Diverged, figures.Step,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the loss is {figures.Loss:F2} and has been far above its best ({_best:F2} at step {_bestStep}) for {_above * RunWatch.UpdatesOfAPoint} updates: the run has diverged. ") +
            "Stop it, and begin another with a lower training.learningRate, more training.warmupSteps or model.normalizeBefore; best/ keeps the weights from before.");
    }
}
