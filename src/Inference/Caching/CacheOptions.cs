using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Inference.Caching;

/// <summary>What is remembered of translations (section <c>Inference:Cache</c>).</summary>
public sealed record CacheOptions
{
    public const string Section = "Inference:Cache";

    /// <summary>
    /// Memory for translated sentences of each model version (default 16 megabytes, some 30,000 sentences); those that were not asked for longest leave first.
    /// 0 remembers none.
    /// </summary>
    [Range(0, 1 << 20, ErrorMessage = Section + ":MaxMegabytes must be 0 (off) to 1048576 megabytes.")]
    public int MaxMegabytes { get; init; } = 16;
}
