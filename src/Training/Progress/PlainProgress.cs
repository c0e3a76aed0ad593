using System.Diagnostics;
using System.Globalization;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Progress;

/// <summary>A line of figures every so many seconds.</summary>
internal sealed class PlainProgress(TextWriter output, TimeSpan interval) : ITrainingProgress
{
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private double _loss;
    private long _tokens;
    private int _bad;

    public void Say(string line) => output.WriteLine(line);

    public void Updated(RunPosition position, StepReport report, int batches)
    {
        _loss += report.Loss * report.Tokens;
        _tokens += report.Tokens;
        _bad += report.Applied ? 0 : 1;
        if (_sinceLine.Elapsed < interval)
            return;

        var speed = _tokens / _sinceLine.Elapsed.TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"epoch {position.Epoch + 1} {100.0 * position.Batch / batches:F0}% step {position.Step:N0} loss {_loss / _tokens:F3} norm {report.GradientNorm:F2} {speed:N0} tokens/s"));
        (_loss, _tokens, _bad) = (0, 0, 0);
        _sinceLine.Restart();
    }
}
