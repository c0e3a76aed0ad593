namespace Seq2SeqService.Benchmarks.Engine;

/// <summary>What is decoded: so many sentences of one source length at once, with a beam, for a fixed number of output tokens.</summary>
internal readonly record struct Workload(int Batch, int Beam, int SourceTokens, int OutputTokens)
{
    /// <summary>Output tokens that a user would get: one hypothesis of each sentence.</summary>
    public int Tokens => Batch * OutputTokens;
}
