using System.Globalization;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Progress;

/// <summary>Figures of the updates since the last line: mean loss, speed, skipped updates, and the time left.</summary>
internal sealed class Pace(OptimizationRecipe limits, TimeProvider time)
{
    private long _start = time.GetTimestamp();
    private long _lineStart = time.GetTimestamp();
    private int _firstStep = -1;
    private double _lossSum;
    private long _tokens;
    private double _peakSeconds;
    private int _skipped;

    public TimeSpan SinceLine => time.GetElapsedTime(_lineStart);

    public void Add(RunPosition position, StepReport report)
    {
        if (_firstStep < 0)
        {
            // The clocks begin behind the first update: reading the data is not training.
            _firstStep = position.Step;
            _start = _lineStart = time.GetTimestamp();
            return;
        }

        _lossSum += double.IsFinite(report.Loss) ? report.Loss * report.Tokens : 0;
        _tokens += report.Tokens;
        _peakSeconds += report.PeakSeconds;
        _skipped += report.Applied ? 0 : 1;
    }

    /// <summary>One line of figures; the next one begins anew.</summary>
    public string Line(RunPosition position, StepReport report, int batches)
    {
        var seconds = Math.Max(SinceLine.TotalSeconds, 1e-9);
        var share = _peakSeconds > 0 ? string.Create(CultureInfo.InvariantCulture, $", {_peakSeconds / seconds:P0} of peak") : "";
        var left = Left(position, batches) is { } span ? $" | {Describe(span)} left" : "";
        var skipped = _skipped > 0 ? $" | {_skipped} skipped" : "";
        var line = string.Create(CultureInfo.InvariantCulture,
            $"epoch {position.Epoch + 1} {100 * Done(position, batches),3:F0}% | step {position.Step:N0} | loss {_lossSum / Math.Max(_tokens, 1):F3} | " +
            $"norm {report.GradientNorm:F2} | {_tokens / seconds:N0} tokens/s{share}{left}{skipped}");
        (_lossSum, _tokens, _peakSeconds, _skipped, _lineStart) = (0, 0, 0, 0, time.GetTimestamp());
        return line;
    }

    /// <summary>Share of the epoch.</summary>
    private static double Done(RunPosition position, int batches) => (position.Portion + ((double)position.Batch / batches)) / position.Portions;

    private TimeSpan? Left(RunPosition position, int batches)
    {
        var done = position.Step - _firstStep;
        if (done <= 0)
            return null;

        var perStep = time.GetElapsedTime(_start) / done;
        var bySteps = limits.Steps > 0 ? perStep * (limits.Steps - position.Step) : TimeSpan.MaxValue;
        var epochSteps = (limits.Epochs - position.Epoch - Done(position, batches)) * batches * position.Portions;   // portions are about alike
        var byEpochs = limits.Epochs > 0 ? perStep * Math.Max(epochSteps, 0) : TimeSpan.MaxValue;
        var byHours = limits.Hours > 0 ? TimeSpan.FromHours(limits.Hours) - time.GetElapsedTime(_start) : TimeSpan.MaxValue;
        return new[] { bySteps, byEpochs, byHours }.Min();
    }

    private static string Describe(TimeSpan span) => span.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes:D2} min")
        : string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds:D2} s");
}
