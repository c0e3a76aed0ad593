namespace Seq2SeqService.Inference.Scheduling;

/// <summary>What some sentences ask of an engine. A sentence counts with all rows of its beam from the time it joins until it leaves.</summary>
/// <param name="Sentences">Their number.</param>
/// <param name="Rows">Sentences × beam.</param>
/// <param name="Tokens">Source tokens × beam, without padding.</param>
/// <param name="Longest">Source tokens of the longest.</param>
internal readonly record struct BatchLoad(int Sentences, int Rows, long Tokens, int Longest)
{
    public static BatchLoad Nothing => default;

    public bool IsNothing => Sentences == 0;

    /// <summary>Source tokens × beam, every sentence padded to the longest.</summary>
    public long PaddedTokens => (long)Rows * Longest;

    public BatchLoad With(Job job) => this + new BatchLoad(1, job.Rows, job.Tokens, job.Source.Length);

    public static BatchLoad operator +(BatchLoad a, BatchLoad b) =>
        new(a.Sentences + b.Sentences, a.Rows + b.Rows, a.Tokens + b.Tokens, Math.Max(a.Longest, b.Longest));
}
