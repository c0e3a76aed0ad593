using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Progress;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Validation;
using Seq2SeqService.Training.Watching.Alarms;
using Seq2SeqService.Training.Watching.Events;
using Seq2SeqService.Training.Watching.Metrics;
using Seq2SeqService.Training.Watching.Records;
using Seq2SeqService.Training.Watching.Reports;

namespace Seq2SeqService.Training.Watching;

/// <summary>
/// Stands between a run and what shows it: keeps its figures for TensorBoard, for the report and for collectors, and raises alarms. Nothing is
/// written before the first update, when the run holds its directory. What cannot be written is said once, and the run goes on.
/// </summary>
internal sealed class RunWatch : ITrainingProgress, IDisposable
{
    /// <summary>Updates whose means are one point of a curve.</summary>
    public const int UpdatesOfAPoint = 20;

    private readonly Recipe _recipe;
    private readonly ITrainingProgress _shown;
    private readonly TimeProvider _time;
    private readonly FigureWindow _window;
    private readonly LossAlarms _lossAlarms = new();
    private readonly AlarmBook _alarms;
    private readonly List<string> _said = [];
    private readonly HashSet<string> _faults = [];
    private readonly TrainingMeter _meter;
    private List<IRunWatcher>? _watchers;

    public RunWatch(Recipe recipe, ITrainingProgress shown, TimeProvider time)
    {
        (_recipe, _shown, _time) = (recipe, shown, time);
        _window = new FigureWindow(new LearningRate(recipe.Training), time);
        _alarms = new AlarmBook(shown.Alarmed, entry => new RunLog(new RunDirectory(recipe.Directory).Log).Write(entry));
        _meter = new TrainingMeter(recipe.Name);
    }

    public void Say(string line)
    {
        _shown.Say(line);
        if (_watchers is null)
            _said.Add(line);
    }

    public void Updated(RunPosition position, StepReport report, int batches)
    {
        _shown.Updated(position, report, batches);
        Begin(position.Step - 1);
        _window.Add(position.Step, report);
        Raise(LossAlarms.Updated(position.Step, report));
        if (_window.Updates >= UpdatesOfAPoint)
            Point();
    }

    public void Validated(ValidationReport report, RunPosition position, int samples)
    {
        _shown.Validated(report, position, samples);
        Begin(position.Step);
        Point();
        Raise(OutputAlarms.Look(report));
        Tell(watcher => watcher.Validated(report, position));
        WriteReport();
        _window.Interrupt();
    }

    public void Alarmed(Alarm alarm) => _shown.Alarmed(alarm);

    public void Ended(RunEnd end)
    {
        _meter.Ended(end);
        if (_watchers is not null)
        {
            Point();
            WriteReport();
            _watchers.ForEach(watcher => Try(watcher.Dispose));
        }

        _shown.Ended(end);
    }

    public void Dispose() => _meter.Dispose();

    /// <param name="step">Updates that were done before this start.</param>
    private void Begin(int step)
    {
        if (_watchers is not null)
            return;

        _watchers = [_meter];
        var run = new RunDirectory(_recipe.Directory);
        Try(() => _watchers.Add(new RunRecords(run, _recipe, _said)));
        Try(() => _watchers.Add(new EventWatcher(run.In("events"), step, _recipe.Validation.Samples, _time)));
    }

    private void Point()
    {
        if (_window.Updates == 0)
            return;

        var figures = _window.Take();
        Raise(_lossAlarms.Trained(figures));
        Tell(watcher => watcher.Trained(figures));
    }

    private void Raise(IEnumerable<Alarm> alarms)
    {
        foreach (var alarm in alarms)
        {
            Try(() => _alarms.Raise(alarm));
            Tell(watcher => watcher.Alarmed(alarm));
        }
    }

    /// <summary>A watcher that fails is asked no more.</summary>
    private void Tell(Action<IRunWatcher> say) => _watchers?.RemoveAll(watcher =>
    {
        if (Try(() => say(watcher)))
            return false;

        Try(watcher.Dispose);   // writes what its failed write has left over, and fails again
        return true;
    });

    private void WriteReport() => Try(() => RunReport.Write(new RunDirectory(_recipe.Directory)));

    private bool Try(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or RecipeException)
        {
            if (_faults.Add(error.Message))
                _shown.Say($"Training goes on, but not all of it can be watched: {error.Message}");
            return false;
        }
    }
}
