namespace Seq2SeqService.Reliability.Formats;

/// <summary>What became of a reader's inputs.</summary>
internal sealed class FormatReport
{
    public long Accepted { get; set; }

    public long Refused { get; set; }

    public List<FormatFault> Faults { get; } = [];

    /// <summary>The most that one input allocated, and how many bytes that was for each of its own.</summary>
    public long MostBytes { get; set; }

    /// <summary>Allocated bytes above the fixed part for each byte of an input, at most.</summary>
    public double MostBytesPerByte { get; set; }

    /// <summary>The longest that one input took, other work of the machine included.</summary>
    public TimeSpan Longest { get; set; }
}
