namespace Seq2SeqService.Training.Validation;

/// <summary>One validation: the score by the recipe's metric (higher is better) and what it is made of.</summary>
internal sealed record ValidationReport(int Step, double Score, double? Loss, IReadOnlyList<DirectionScore> Directions);
