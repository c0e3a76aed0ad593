using System.Text;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Validation;
using Seq2SeqService.Training.Watching.Alarms;

namespace Seq2SeqService.Training.Watching.Events;

/// <summary>Keeps a run's figures and sample translations for TensorBoard.</summary>
internal sealed class EventWatcher : IRunWatcher
{
    private readonly EventFile _file;
    private readonly int _samples;

    /// <param name="step">Updates done before; a resumed run goes on behind them.</param>
    /// <param name="samples">Translations of each direction.</param>
    public EventWatcher(string directory, int step, int samples, TimeProvider time)
    {
        _samples = samples;
        _file = new EventFile(directory, time);
        if (step > 0)
            _file.GoOn(step);
    }

    public void Trained(TrainingFigures figures) => _file.Scalars(figures.Step,
    [
        ("training/loss", figures.Loss),
        ("training/learning_rate", figures.LearningRate),
        ("training/gradient_norm", figures.GradientNorm),
        .. figures.TokensPerSecond is { } speed ? new[] { ("training/tokens_per_second", speed) } : [],
        .. figures.PeakShare is { } share ? new[] { ("training/matrix_peak_share", share) } : [],
    ]);

    public void Validated(ValidationReport report, RunPosition position)
    {
        _file.Scalars(report.Step,
        [
            .. report.Loss is { } loss ? new[] { ("validation/loss", loss) } : [],
            .. report.Directions.Select(direction => ($"validation/bleu/{direction.Set.Name}", direction.Bleu.Value)),
            .. report.Directions.Select(direction => ($"validation/chrf/{direction.Set.Name}", direction.Chrf.Value)),
        ]);
        foreach (var direction in report.Directions.Where(_ => _samples > 0))
            _file.Text(report.Step, $"samples/{direction.Set.Name}", Table(direction));
    }

    public void Alarmed(Alarm alarm) => _file.Text(alarm.Step, $"alarms/{AlarmBook.NameOf(alarm.Kind)}", Escaped(alarm.Message));

    public void Dispose() => _file.Dispose();

    private string Table(DirectionScore direction)
    {
        var table = new StringBuilder("| Source | Output | Reference |\n|---|---|---|\n");
        foreach (var (pair, output) in direction.Set.Pairs.Zip(direction.Outputs).Take(_samples))
            table.Append("| ").Append(Escaped(pair.Source)).Append(" | ").Append(Escaped(output)).Append(" | ").Append(Escaped(pair.Target)).Append(" |\n");
        return table.ToString();
    }

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter is '|' or '\\' or '`' or '*' or '_' or '<' or '>' or '[' or ']' or '#')
                escaped.Append('\\');
            escaped.Append(letter is '\n' or '\r' ? ' ' : letter);
        }

        return escaped.ToString();
    }
}
