using Seq2SeqService.Training.Pictures;

namespace Seq2SeqService.Training.Validation;

/// <summary>One validation: the score by the recipe's metric (higher is better) and what it is made of.</summary>
internal sealed record ValidationReport(int Step, double Score, double? Loss, IReadOnlyList<DirectionScore> Directions)
{
    /// <summary>What the model looked at in some sentences; empty where it has no attention.</summary>
    public IReadOnlyList<AttentionSample> Attention { get; init; } = [];
}
