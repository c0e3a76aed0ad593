using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Validation;
using Seq2SeqService.Training.Watching.Alarms;

namespace Seq2SeqService.Training.Watching;

/// <summary>Is given the figures of a run: event files, records, meters.</summary>
internal interface IRunWatcher : IDisposable
{
    void Trained(TrainingFigures figures);

    void Validated(ValidationReport report, RunPosition position);

    void Alarmed(Alarm alarm);
}
