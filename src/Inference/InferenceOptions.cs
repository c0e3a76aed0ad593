using System.ComponentModel.DataAnnotations;
using Seq2SeqService.Inference.Buckets;
using Seq2SeqService.Inference.Caching;
using Seq2SeqService.Inference.Canaries;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Gating;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference;

/// <summary>Where models come from, what runs them and what a text may be (section <c>Inference</c>).</summary>
public sealed record InferenceOptions
{
    public const string Section = "Inference";

    /// <summary>The model store, <c>&lt;directory&gt;/&lt;model&gt;/&lt;version&gt;/</c> (default <c>models</c>).
    /// A relative one is looked for in the working directory and those above it.</summary>
    [Required(ErrorMessage = Section + ":ModelsDirectory must name the directory of the models.")]
    public string ModelsDirectory { get; init; } = "models";

    /// <summary>What computes: <c>cpu</c> (default; managed code, no native dependency) or <c>torch</c> (libtorch, with a GPU where there is one).</summary>
    [Required(ErrorMessage = Section + ":Engine must name an engine: cpu or torch.")]
    public string Engine { get; init; } = "cpu";

    /// <summary>
    /// What the cpu engine multiplies weights in: <c>auto</c> (default; 8 bits where the version stores them, else fp32), <c>fp32</c> or
    /// <c>int8</c>, faster and a little less exact. Torch computes in fp32.
    /// </summary>
    [AllowedValues(PrecisionChoice.Auto, PrecisionChoice.Fp32, PrecisionChoice.Int8, ErrorMessage = Section + ":Precision must be auto, fp32 or int8.")]
    public string Precision { get; init; } = PrecisionChoice.Auto;

    /// <summary>
    /// Scores only the target tokens that a sentence's source can call for, where the version has a shortlist: faster, and a few outputs differ.
    /// False (default) scores the whole vocabulary. The cpu engine alone knows shortlists.
    /// </summary>
    public bool Shortlist { get; init; }

    /// <summary>Threads of one engine; 0 (default) lets the engine choose: one for each processor, shared among <see cref="Replicas"/>, at most 16.</summary>
    [Range(0, 256, ErrorMessage = Section + ":Threads must be 0 (the engine chooses) to 256.")]
    public int Threads { get; init; }

    /// <summary>
    /// Engines of one model (default 1), each with <see cref="Threads"/> threads and a batch of its own over the same weights; all take from
    /// one waiting line. More use a machine with many processors better; the cpu engine alone can share its weights.
    /// </summary>
    [Range(1, 64, ErrorMessage = Section + ":Replicas must be 1 to 64.")]
    public int Replicas { get; init; } = 1;

    /// <summary>Longest text in characters (default 5,000); a longer one is refused, never cut.</summary>
    [Range(1, 10_000_000, ErrorMessage = Section + ":MaxTextCharacters must be 1 to 10000000 characters.")]
    public int MaxTextCharacters { get; init; } = 5_000;

    /// <summary>Longest text with tags in characters, tags included (default 100,000); <see cref="MaxTextCharacters"/> does not hold for its paragraphs.</summary>
    [Range(1, 10_000_000, ErrorMessage = Section + ":MaxMarkupCharacters must be 1 to 10000000 characters.")]
    public int MaxMarkupCharacters { get; init; } = 100_000;

    /// <summary>
    /// Longest sentence in source tokens; a longer one is translated in parts. Null (default) is the longest that the model accepts;
    /// less helps where a model was trained on short sentences only.
    /// </summary>
    [Range(8, 1 << 20, ErrorMessage = Section + ":MaxSentenceTokens must be 8 to 1048576 tokens.")]
    public int? MaxSentenceTokens { get; init; }

    /// <summary>
    /// Looks at every translation for loops, lost numbers and placeholders, and lengths that cannot be right, and decodes a sentence once more
    /// where it finds any (default true). False saves that time.
    /// </summary>
    public bool Guards { get; init; } = true;

    /// <summary>Longest time that one request may take, waiting included (default 60 seconds); then it is refused and its sentences leave the batch.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = Section + ":RequestTimeout must be 00:00:01 to 01:00:00.")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time between two looks into the model store (default 2 seconds).</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "1.00:00:00", ErrorMessage = Section + ":PollInterval must be 00:00:00.05 to 1.00:00:00.")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Holds the version that served before in memory, for a rollback at once (default true); it is let go where a new version needs its memory.
    /// </summary>
    public bool HoldPrevious { get; init; } = true;

    /// <summary>
    /// Bytes that the weights of all versions in memory may take, the one that is being loaded included; one that does not fit is refused until
    /// there is room. Null (default) is three quarters of what the process may use.
    /// </summary>
    [Range(1L << 20, 1L << 50, ErrorMessage = Section + ":MemoryBudgetBytes must be 1048576 (1 MiB) or more.")]
    public long? MemoryBudgetBytes { get; init; }

    /// <summary>Longest time that an engine may take over one step before the service counts as stuck and its liveness check fails (default 60 seconds).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = Section + ":StuckAfter must be 00:00:01 to 01:00:00.")]
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What a new version must do with its sentinels before it serves.</summary>
    public GateOptions Gate { get; init; } = new();

    /// <summary>How a new version is tried on real requests.</summary>
    public CanaryOptions Canary { get; init; } = new();

    /// <summary>The bucket from which versions are brought into <see cref="ModelsDirectory"/>.</summary>
    public BucketOptions Bucket { get; init; } = new();

    /// <summary>What is remembered of translations.</summary>
    public CacheOptions Cache { get; init; } = new();

    /// <summary>Limits of the waiting line and of batches.</summary>
    public SchedulerOptions Scheduler { get; init; } = new();
}
