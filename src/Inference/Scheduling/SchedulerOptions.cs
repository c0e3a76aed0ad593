using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Inference.Scheduling;

/// <summary>Limits of the waiting line and of its batches (section <c>Inference:Scheduler</c>).</summary>
public sealed record SchedulerOptions
{
    public const string Section = "Inference:Scheduler";

    /// <summary>Sentences that may wait for one model (default 2048); a text that does not fit as a whole is refused.</summary>
    [Range(1, 1_000_000, ErrorMessage = Section + ":MaxQueued must be 1 to 1000000 sentences.")]
    public int MaxQueued { get; init; } = 2048;

    /// <summary>
    /// Budget of source tokens × beam (default 4096): of the sentences that are encoded together, padded to the longest, and of all that are
    /// being decoded. More fills a GPU better and takes more memory.
    /// </summary>
    [Range(16, 1 << 24, ErrorMessage = Section + ":MaxBatchTokens must be 16 to 16777216 tokens.")]
    public int MaxBatchTokens { get; init; } = 4096;

    /// <summary>
    /// Most rows that are being decoded: sentences × beam, whatever their length. Null (default) lets the engine choose: 64 to 128 on a
    /// processor, by the model's size and the caches; a GPU gains from more.
    /// </summary>
    [Range(1, 1 << 16, ErrorMessage = Section + ":MaxBatchRows must be 1 to 65536 rows.")]
    public int? MaxBatchRows { get; init; }

    /// <summary>When waiting sentences join those that are being decoded: <c>continuous</c> (default) between steps, <c>static</c> when all are finished.</summary>
    [EnumDataType(typeof(Joining), ErrorMessage = Section + ":Joining must be continuous or static.")]
    public Joining Joining { get; init; }

    /// <summary>
    /// Decoding steps between two joins (default 4), where fewer rows wait than <see cref="JoinShare"/> says. More encodes more sentences
    /// together and lets them wait longer; 0 joins at every step.
    /// </summary>
    [Range(0, 1000, ErrorMessage = Section + ":JoinSteps must be 0 to 1000 steps.")]
    public int JoinSteps { get; init; } = 4;

    /// <summary>What bulk work gets of the engines while interactive sentences wait (default 0.2); alone it gets everything.</summary>
    [Range(0.01, 0.99, ErrorMessage = Section + ":BulkShare must be 0.01 to 0.99.")]
    public double BulkShare { get; init; } = 0.2;

    /// <summary>Waiting rows for each row that is being decoded (default 0.3) from which on they join at once.</summary>
    [Range(0.0, 10.0, ErrorMessage = Section + ":JoinShare must be 0 to 10.")]
    public double JoinShare { get; init; } = 0.3;
}
