using System.Globalization;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Validation;
using Seq2SeqService.Training.Watching.Alarms;

namespace Seq2SeqService.Training.Progress;

/// <summary>On a terminal one line that rewrites itself; elsewhere a plain line every so often.</summary>
internal sealed class ConsoleProgress(TextWriter output, bool isTerminal, OptimizationRecipe limits, TimeProvider time) : ITrainingProgress
{
    private const string ClearLine = "\r\e[2K";

    private readonly Pace _pace = new(limits, time);
    private readonly TimeSpan _interval = isTerminal ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(20);
    private string _status = "";

    public void Say(string line)
    {
        output.WriteLine(isTerminal ? ClearLine + line : line);
        if (isTerminal)
            output.Write(_status);
        output.Flush();
    }

    public void Updated(RunPosition position, StepReport report, int batches)
    {
        _pace.Add(position, report);
        if (_pace.SinceLine < _interval)
            return;

        _status = _pace.Line(position, report, batches);
        if (isTerminal)
            output.Write(ClearLine + _status);
        else
            output.WriteLine(_status);
        output.Flush();
    }

    public void Validated(ValidationReport report, RunPosition position, int samples)
    {
        var best = position.Best.Count > 0 && position.Best[0].Step == report.Step ? ", the best so far" : "";
        Say(string.Create(CultureInfo.InvariantCulture, $"Validation at step {report.Step:N0}: loss {report.Loss:F3}{best}"));
        foreach (var direction in report.Directions)
        {
            Say(string.Create(CultureInfo.InvariantCulture,
                $"  {direction.Set.Name}: BLEU {direction.Bleu.Value:F2}, chrF {direction.Chrf.Value:F2} on {direction.Set.Pairs.Count:N0} sentences"));
            for (var i = 0; i < Math.Min(samples, direction.Outputs.Count); i++)
                Say($"    {direction.Set.Pairs[i].Source}\n      → {direction.Outputs[i]}   (reference: {direction.Set.Pairs[i].Target})");
        }
    }

    public void Alarmed(Alarm alarm) => Say(alarm.Line);

    public void Ended(RunEnd end)
    {
    }
}
