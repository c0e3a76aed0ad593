using System.Text.Json;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Validation;
using Seq2SeqService.Training.Watching.Alarms;

namespace Seq2SeqService.Training.Watching.Records;

/// <summary>Writes the figures of a run into its directory, from which <see cref="RunHistory"/> reads them.</summary>
internal sealed class RunRecords : IRunWatcher
{
    private readonly RunDirectory _run;
    private readonly StreamWriter _training;

    public RunRecords(RunDirectory run, Recipe recipe, IReadOnlyList<string> said)
    {
        _run = run;
        Directory.CreateDirectory(RunFiles.Directory(run));
        Replace(RunFiles.Start(run), new RunStart(recipe.Name, recipe.Validation.Metric, RecipeFile.Write(recipe), said));
        _training = new StreamWriter(RunFiles.Training(run), append: true) { AutoFlush = true };
    }

    public void Trained(TrainingFigures figures) => _training.Write(JsonSerializer.Serialize(figures, RunFiles.Json) + "\n");

    public void Validated(ValidationReport report, RunPosition position) => Replace(RunFiles.Validation(_run), SavedValidation.Of(report));

    /// <summary>Alarms are in the run's log.</summary>
    public void Alarmed(Alarm alarm)
    {
    }

    public void Dispose() => _training.Dispose();

    private static void Replace<T>(string path, T value) => DiskSync.Replace(path, JsonSerializer.Serialize(value, RunFiles.Json));
}
