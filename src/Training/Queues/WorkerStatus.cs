using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Validation;
using Seq2SeqService.Training.Watching.Alarms;

namespace Seq2SeqService.Training.Queues;

/// <summary>What this worker does at the moment: written by the thread that trains, read by those that answer.</summary>
internal sealed class WorkerStatus(TimeProvider time)
{
    private volatile RunningRecipe? _running;

    public DateTimeOffset Started { get; } = time.GetUtcNow();

    /// <summary>Null while it waits.</summary>
    public RunningRecipe? Running => _running;

    public void Begin(string name, Recipe recipe) => _running = new RunningRecipe
    {
        Recipe = name, Model = recipe.Name, Run = recipe.Directory, Phase = "preparing", Since = time.GetUtcNow(), Steps = recipe.Training.Steps, Epochs = recipe.Training.Epochs,
    };

    public void Updated(RunPosition position, double loss) => _running = _running! with
    {
        Phase = "training", Step = position.Step, Epoch = position.Epoch + 1, Loss = double.IsFinite(loss) ? loss : null,
        TokensPerSecond = position.Tokens / Math.Max(position.Spent.TotalSeconds, 1e-3), PeakShare = position.PeakShare, Hours = position.Spent.TotalHours,
    };

    public void Validated(ValidationReport report, RunPosition position) => _running = _running! with
    {
        BestScore = position.Best is [{ Score: var best }, ..] && double.IsFinite(best) ? best : null,
        Validation = new ShownValidation(report.Step, report.Loss is { } loss && double.IsFinite(loss) ? loss : null,
            [.. report.Directions.Select(direction => new ShownScore(direction.Set.Name, direction.Bleu.Value, direction.Chrf.Value))]),
    };

    public void Alarmed(Alarm alarm) => _running = _running! with { Alarms = [.. _running.Alarms, alarm.Line] };

    public void Publishes() => _running = _running! with { Phase = "publishing" };

    public void End() => _running = null;
}

/// <summary>A recipe under way.</summary>
internal sealed record RunningRecipe
{
    public required string Recipe { get; init; }

    public required string Model { get; init; }

    public required string Run { get; init; }

    /// <summary><c>preparing</c>, <c>training</c> or <c>publishing</c>.</summary>
    public required string Phase { get; init; }

    public required DateTimeOffset Since { get; init; }

    public int Step { get; init; }

    /// <summary>Updates of the whole run; 0 where the recipe sets no limit.</summary>
    public int Steps { get; init; }

    public int Epoch { get; init; }

    /// <summary>Epochs of the whole run; 0 where the recipe sets no limit.</summary>
    public int Epochs { get; init; }

    public double? Loss { get; init; }

    /// <summary>Target tokens, mean of the whole run with its validations.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Share of the machine's matrix peak that learning has had since this start, from 0 to 1.</summary>
    public double? PeakShare { get; init; }

    public double Hours { get; init; }

    public double? BestScore { get; init; }

    public ShownValidation? Validation { get; init; }

    public IReadOnlyList<string> Alarms { get; init; } = [];
}

internal sealed record ShownValidation(int Step, double? Loss, IReadOnlyList<ShownScore> Scores);

internal sealed record ShownScore(string Direction, double Bleu, double Chrf);
