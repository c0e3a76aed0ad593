using System.Text.Json;
using System.Text.Json.Serialization;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Watching.Records;

/// <summary>Where a run directory keeps what its report is made of, and how: <c>watch/</c> holds JSON that other programs may plot.</summary>
internal static class RunFiles
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static string Directory(RunDirectory run) => run.In("watch");

    /// <summary>A <see cref="TrainingFigures"/> a line.</summary>
    public static string Training(RunDirectory run) => Path.Combine(Directory(run), "training.jsonl");

    /// <summary>The <see cref="RunStart"/> of the last start.</summary>
    public static string Start(RunDirectory run) => Path.Combine(Directory(run), "start.json");

    /// <summary>The <see cref="SavedValidation"/> of the last validation.</summary>
    public static string Validation(RunDirectory run) => Path.Combine(Directory(run), "validation.json");
}
