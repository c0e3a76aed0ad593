namespace Seq2SeqService.Training.Runs;

/// <summary>Where a run stands.</summary>
internal sealed record RunPosition
{
    /// <summary>Updates done.</summary>
    public int Step { get; init; }

    /// <summary>Epoch under way, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>Batches of that epoch done.</summary>
    public int Batch { get; init; }

    /// <summary>Batches of an epoch; another number after a stop means that the data or the batches have changed.</summary>
    public int Batches { get; init; }

    /// <summary>Update after which the weights were validated last.</summary>
    public int Validated { get; init; }

    /// <summary>Tokens learned from: of targets, or masked ones.</summary>
    public long Tokens { get; init; }

    /// <summary>Time spent, over all starts.</summary>
    public TimeSpan Spent { get; init; }

    /// <summary>Best validations, best first.</summary>
    public IReadOnlyList<ScoredStep> Best { get; init; } = [];

    /// <summary>Validations since the best one.</summary>
    public int SinceBest { get; init; }
}

/// <summary>A validation's score by the recipe's metric; higher is better.</summary>
internal sealed record ScoredStep(int Step, double Score);
