namespace Seq2SeqService.Inference.Tests.Buckets;

/// <summary>Where a version lies that is to be uploaded.</summary>
internal sealed record TestDirectory(string Root, string Model, string Version)
{
    public string Path => System.IO.Path.Combine(Root, Model, Version);
}
