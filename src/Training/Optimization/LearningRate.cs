namespace Seq2SeqService.Training.Optimization;

/// <summary>Linear warm-up to the peak, then 1/√step (Vaswani et al., 2017, with the peak as the parameter).</summary>
internal sealed record LearningRate(double Peak, int WarmupSteps)
{
    /// <summary>The rate of update <paramref name="step"/>, counted from 1.</summary>
    public double At(int step) => Peak * Math.Min((double)step / WarmupSteps, Math.Sqrt((double)WarmupSteps / step));
}
