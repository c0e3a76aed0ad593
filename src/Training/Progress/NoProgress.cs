using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Validation;
using Seq2SeqService.Training.Watching.Alarms;

namespace Seq2SeqService.Training.Progress;

/// <summary>Of several processes the first one tells how the run goes; the others keep quiet.</summary>
internal sealed class NoProgress : ITrainingProgress
{
    public void Say(string line)
    {
    }

    public void Updated(RunPosition position, StepReport report, int batches)
    {
    }

    public void Validated(ValidationReport report, RunPosition position, int samples)
    {
    }

    public void Alarmed(Alarm alarm)
    {
    }

    public void Ended(RunEnd end)
    {
    }
}
