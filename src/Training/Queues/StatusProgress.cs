using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Progress;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Validation;
using Seq2SeqService.Training.Watching.Alarms;

namespace Seq2SeqService.Training.Queues;

/// <summary>Tells the status page what it passes on.</summary>
internal sealed class StatusProgress(WorkerStatus status, ITrainingProgress shown) : ITrainingProgress
{
    public void Say(string line) => shown.Say(line);

    public void Updated(RunPosition position, StepReport report, int batches)
    {
        shown.Updated(position, report, batches);
        status.Updated(position, report.Loss);
    }

    public void Validated(ValidationReport report, RunPosition position, int samples)
    {
        shown.Validated(report, position, samples);
        status.Validated(report, position);
    }

    public void Alarmed(Alarm alarm)
    {
        shown.Alarmed(alarm);
        status.Alarmed(alarm);
    }

    public void Ended(RunEnd end) => shown.Ended(end);
}
