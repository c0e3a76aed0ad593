namespace Seq2SeqService.Inference.Scheduling;

/// <summary>When waiting sentences may join those that are being decoded.</summary>
public enum Joining
{
    /// <summary>Between any two steps.</summary>
    Continuous,

    /// <summary>When all are finished: batch after batch.</summary>
    Static,
}
