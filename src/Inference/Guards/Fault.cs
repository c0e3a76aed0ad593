namespace Seq2SeqService.Inference.Guards;

/// <summary>What a guard finds wrong with an output, the worst last.</summary>
internal enum FaultKind
{
    NumberLost,
    TooShort,
    TooLong,
    Repetition,
    TermLost,
    PlaceholderLost,
}

/// <summary>One thing that is wrong with an output, with a sentence for people.</summary>
internal sealed record Fault(FaultKind Kind, string Message)
{
    /// <summary>Heavier than all faults of lesser kinds that a sentence is likely to have.</summary>
    public int Weight => 1 << (2 * (int)Kind);

    public string Code => Kind switch
    {
        FaultKind.NumberLost => "numberLost",
        FaultKind.TooShort => "tooShort",
        FaultKind.TooLong => "tooLong",
        FaultKind.Repetition => "repetition",
        FaultKind.TermLost => "termLost",
        _ => "placeholderLost",
    };
}
