namespace Seq2SeqService.Inference.Buckets;

/// <summary>One object of a listing.</summary>
/// <param name="Key">Its whole name in the bucket.</param>
/// <param name="Bytes">Length in bytes, as the storage says.</param>
/// <param name="Tag">Another one whenever the content is another.</param>
internal sealed record BucketObject(string Key, long Bytes, string Tag);
