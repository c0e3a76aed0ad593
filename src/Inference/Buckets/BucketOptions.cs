using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Inference.Buckets;

/// <summary>A bucket on storage that speaks S3, from which versions are brought into the models directory (section <c>Inference:Bucket</c>). Credentials are
/// no settings: they come from where the AWS tools look for them, such as <c>AWS_ACCESS_KEY_ID</c> and <c>AWS_SECRET_ACCESS_KEY</c>.</summary>
public sealed record BucketOptions
{
    public const string Section = InferenceOptions.Section + ":Bucket";

    /// <summary>Name of the bucket; empty (default) uses none.</summary>
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9._-]{2,62}", ErrorMessage = Section + ":Name must be the name of a bucket: 3 to 63 letters, digits, '.', '_' and '-'.")]
    public string Name { get; init; } = "";

    /// <summary>Address of the storage, <c>https://host:port</c>; empty (default) is Amazon's in <see cref="Region"/>.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Region for which requests are signed; empty (default) is <c>us-east-1</c>, which other storage than Amazon's mostly takes.</summary>
    [RegularExpression("[a-z0-9-]{1,50}", ErrorMessage = Section + ":Region must be the name of a region, such as eu-central-1.")]
    public string Region { get; init; } = "";

    /// <summary>Where in the bucket the store is, such as <c>models</c> for <c>models/MODEL/VERSION/manifest.json</c>; empty (default) is its root.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The bucket's name is part of the path (default true) and not of the host.</summary>
    public bool PathStyle { get; init; } = true;

    /// <summary>Time between two looks into the bucket (default 30 seconds).</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "1.00:00:00", ErrorMessage = Section + ":Interval must be 00:00:00.05 to 1.00:00:00.")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time without an answer or a further byte (default 30 seconds); then the download goes on at the next look.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = Section + ":Timeout must be 00:00:01 to 01:00:00.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many of a model's newest versions are brought (default 2): the one that serves and one to go back to.</summary>
    [Range(1, 1000, ErrorMessage = Section + ":Versions must be 1 to 1000.")]
    public int Versions { get; init; } = 2;

    /// <summary>Removes versions from the models directory that came from the bucket, are not among its newest and are not in use (default false).</summary>
    public bool RemoveOld { get; init; }

    /// <summary>A bucket is to be used.</summary>
    internal bool IsSet => Name.Length > 0;

    /// <summary>What every key begins with, <c>/</c> at its end included.</summary>
    internal string KeyPrefix => Prefix.Trim('/') is { Length: > 0 } prefix ? prefix + "/" : "";
}
