namespace Seq2SeqService.Inference.Buckets;

/// <summary>What came of fetching something from the bucket.</summary>
internal enum FetchResult
{
    Fetched,

    /// <summary>It is damaged in the bucket.</summary>
    Refused,

    /// <summary>It may work at the next look.</summary>
    Failed,
}
