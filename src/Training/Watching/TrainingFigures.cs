namespace Seq2SeqService.Training.Watching;

/// <summary>Means over the updates since the figures before.</summary>
/// <param name="Step">The last of these updates.</param>
/// <param name="Loss">Mean cross-entropy per judged token with label smoothing, in nats; NaN where no update had a finite one.</param>
/// <param name="GradientNorm">Mean joint norm before clipping, of the updates that had a finite one.</param>
/// <param name="TokensPerSecond">Target tokens per second of learning, without validations and saves before it; null for a single update, which nothing measures.</param>
/// <param name="Tokens">Target tokens of these updates.</param>
/// <param name="Updates">How many updates there were.</param>
/// <param name="Skipped">Updates whose gradient was not finite.</param>
/// <param name="PeakShare">Share of the machine's matrix peak; null where nothing measures it.</param>
internal sealed record TrainingFigures(
    int Step, double Loss, double LearningRate, double GradientNorm, double? TokensPerSecond, long Tokens, int Updates, int Skipped, double? PeakShare = null);
