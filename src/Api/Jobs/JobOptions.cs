using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Api.Jobs;

/// <summary>Where jobs are kept, and who works on them (section <c>Api:Jobs</c>).</summary>
internal sealed record JobOptions
{
    public const string Section = "Api:Jobs";

    /// <summary><c>Host=…</c> for PostgreSQL, <c>Data Source=…</c> for a file of SQLite; empty (default) keeps jobs in memory, and a restart forgets them.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>Jobs that this instance works on at once; 0 only takes jobs and answers for them.</summary>
    [Range(0, 64, ErrorMessage = Section + ":Workers must be {1} to {2} jobs.")]
    public int Workers { get; init; } = 1;

    /// <summary>Time between two looks for jobs of other instances, of which up to a quarter is left out at random. Jobs of this instance are begun at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00", ConvertValueInInvariantCulture = true, ErrorMessage = Section + ":PollInterval must be {1} to {2} (hh:mm:ss).")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time after the last sign of life, one each tenth of it, until another instance begins a job anew.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ConvertValueInInvariantCulture = true, ErrorMessage = Section + ":Lease must be {1} to {2} (hh:mm:ss).")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Times that a job is begun which ends without a word, by a fault of the service, or because it was too slow; then it has failed.</summary>
    [Range(1, 100, ErrorMessage = Section + ":MaxAttempts must be {1} to {2} attempts.")]
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Texts of one job; more are refused with 413.</summary>
    [Range(1, 1_000_000, ErrorMessage = Section + ":MaxTexts must be {1} to {2} texts.")]
    public int MaxTexts { get; init; } = 10_000;

    /// <summary>Bytes of the body of <c>POST /jobs</c>; more are refused with 413.</summary>
    [Range(1024, 256 * 1024 * 1024, ErrorMessage = Section + ":MaxBodyBytes must be {1} to {2} bytes.")]
    public int MaxBodyBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Jobs of texts that may wait, be translated or be kept; further ones are refused with 503. Documents have <c>Api:Documents:MaxKept</c>.</summary>
    [Range(1, 100_000, ErrorMessage = Section + ":MaxKept must be {1} to {2} jobs.")]
    public int MaxKept { get; init; } = 50;

    /// <summary>Time that a job of texts is kept after it came in. Documents have <c>Api:Documents:Keep</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "30.00:00:00", ConvertValueInInvariantCulture = true, ErrorMessage = Section + ":Keep must be {1} to {2} (d.hh:mm:ss).")]
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(1);
}
