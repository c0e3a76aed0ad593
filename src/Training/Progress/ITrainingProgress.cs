using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Validation;
using Seq2SeqService.Training.Watching.Alarms;

namespace Seq2SeqService.Training.Progress;

/// <summary>Is told how a run goes: a terminal, a plain stream, or a test.</summary>
internal interface ITrainingProgress
{
    void Say(string line);

    /// <summary>After each update; <paramref name="batches"/> is the length of the portion.</summary>
    void Updated(RunPosition position, StepReport report, int batches);

    /// <summary>After each validation; shows <paramref name="samples"/> translations of each direction.</summary>
    void Validated(ValidationReport report, RunPosition position, int samples);

    /// <summary>At the first alarm of a kind.</summary>
    void Alarmed(Alarm alarm);

    /// <summary>Once and last, also where the run could not begin; the run still holds its directory.</summary>
    void Ended(RunEnd end);
}
