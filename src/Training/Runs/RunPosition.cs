using Seq2SeqService.Training.Fitting;
using Seq2SeqService.Training.Optimization;

namespace Seq2SeqService.Training.Runs;

/// <summary>Where a run stands.</summary>
internal sealed record RunPosition
{
    /// <summary>Updates done.</summary>
    public int Step { get; init; }

    /// <summary>Those of them that changed the weights; null where an older version did not count them.</summary>
    public int? Applied { get; init; }

    /// <summary>Epoch under way, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>Portion of that epoch under way, from 0; there is one where all pairs are held.</summary>
    public int Portion { get; init; }

    /// <summary>Portions of that epoch.</summary>
    public int Portions { get; init; } = 1;

    /// <summary>Batches of that portion done.</summary>
    public int Batch { get; init; }

    /// <summary>Batches of the portion; another number after a stop means that the data or the batches have changed.</summary>
    public int Batches { get; init; }

    /// <summary>Digest of the pairs that the epoch is read from; empty where an older version did not look.</summary>
    public string Data { get; init; } = "";

    /// <summary>The recipe's seed in this epoch; null where an older version did not keep it.</summary>
    public int? Seed { get; init; }

    /// <summary>Update after which the weights were validated last.</summary>
    public int Validated { get; init; }

    /// <summary>Tokens learned from: of targets, or masked ones.</summary>
    public long Tokens { get; init; }

    /// <summary>Time spent, over all starts.</summary>
    public TimeSpan Spent { get; init; }

    /// <summary>Share of the machine's matrix peak that learning has had since the last start; null before its second update.</summary>
    public double? PeakShare { get; init; }

    /// <summary>The size of all batches, where it was fitted into a memory.</summary>
    public FittedBatch? Fit { get; init; }

    /// <summary>Scale of the next update's loss; null where it is not scaled.</summary>
    public LossScale? LossScale { get; init; }

    /// <summary>Best validations, best first.</summary>
    public IReadOnlyList<ScoredStep> Best { get; init; } = [];

    /// <summary>Validations since the best one.</summary>
    public int SinceBest { get; init; }
}

/// <summary>A validation's score by the recipe's metric; higher is better.</summary>
internal sealed record ScoredStep(int Step, double Score);
