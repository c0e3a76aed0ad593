namespace Seq2SeqService.Training.Runs;

/// <summary>What became of a start of a run.</summary>
internal enum RunEnd
{
    /// <summary>Something was thrown.</summary>
    Failed,

    /// <summary>It was asked to stop, and saved; it can go on.</summary>
    Stopped,

    /// <summary>It reached the recipe's limit.</summary>
    Done,
}
