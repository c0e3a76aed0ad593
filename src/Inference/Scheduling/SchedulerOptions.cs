using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Inference.Scheduling;

/// <summary>Limits of the waiting line and of its batches (section <c>Inference:Scheduler</c>).</summary>
public sealed record SchedulerOptions
{
    public const string Section = "Inference:Scheduler";

    /// <summary>Sentences that may wait for one model (default 2048); a text that does not fit as a whole is refused.</summary>
    [Range(1, 1_000_000, ErrorMessage = Section + ":MaxQueued must be 1 to 1000000 sentences.")]
    public int MaxQueued { get; init; } = 2048;

    /// <summary>Budget of one batch (default 4096): sentences × longest source in tokens × beam. More fills a GPU better and takes more memory.</summary>
    [Range(16, 1 << 24, ErrorMessage = Section + ":MaxBatchTokens must be 16 to 16777216 tokens.")]
    public int MaxBatchTokens { get; init; } = 4096;

    /// <summary>Most rows of one batch (default 256): sentences × beam, whatever their length.</summary>
    [Range(1, 1 << 16, ErrorMessage = Section + ":MaxBatchRows must be 1 to 65536 rows.")]
    public int MaxBatchRows { get; init; } = 256;
}
