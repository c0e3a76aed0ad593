using System.Text.Json;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Watching.Records;

/// <summary>All that a run directory says of its run.</summary>
internal sealed record RunHistory(
    RunStart Start,
    RunPosition? Position,
    IReadOnlyList<TrainingFigures> Training,
    IReadOnlyList<LoggedValidation> Validations,
    IReadOnlyList<LoggedAlarm> Alarms,
    SavedValidation? Last)
{
    public static RunHistory Read(RunDirectory run)
    {
        var start = ReadFile<RunStart>(RunFiles.Start(run))
            ?? throw new RecipeException($"{run.Path} holds no run that could be reported: there is no {RunFiles.Start(run)}.");
        return new RunHistory(
            start,
            RunState.ReadPosition(run),
            LastOnes(ReadLines<TrainingFigures>(RunFiles.Training(run)), figures => figures.Step),
            LastOnes(ReadLines<LoggedValidation>(run.Log).Where(entry => entry.Directions is not null), validation => validation.Step),
            [.. ReadLines<LoggedAlarm>(run.Log).Where(entry => entry.Alarm is not null)],
            ReadFile<SavedValidation>(RunFiles.Validation(run)));
    }

    /// <summary>A killed run repeats what it did after its last save: then the later entry counts.</summary>
    private static List<T> LastOnes<T>(IEnumerable<T> entries, Func<T, int> stepOf)
    {
        var kept = new List<T>();
        foreach (var entry in entries)
        {
            while (kept.Count > 0 && stepOf(kept[^1]) >= stepOf(entry))
                kept.RemoveAt(kept.Count - 1);
            kept.Add(entry);
        }

        return kept;
    }

    private static T? ReadFile<T>(string path) where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllText(path), RunFiles.Json) : null;
        }
        catch (JsonException error)
        {
            throw new RecipeException($"{path} is damaged: {error.Message}", error);
        }
    }

    /// <summary>A line that a power cut left in pieces is passed over.</summary>
    private static IEnumerable<T> ReadLines<T>(string path) where T : class =>
        File.Exists(path) ? File.ReadLines(path).Select(ReadLine<T>).OfType<T>() : [];

    private static T? ReadLine<T>(string line) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, RunFiles.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A validation's line of <c>log.jsonl</c>.</summary>
internal sealed record LoggedValidation(int Step, double? ValidLoss, double Score, IReadOnlyList<LoggedDirection>? Directions);

internal sealed record LoggedDirection(string Name, double Bleu, double Chrf);

/// <summary>An alarm's line of <c>log.jsonl</c>.</summary>
internal sealed record LoggedAlarm(int Step, string? Alarm, int Count, string Message);
