namespace Seq2SeqService.Inference.Scheduling;

/// <summary>With whom sentences wait, and until when they are wanted.</summary>
/// <param name="Caller">Whose they are: callers share the line fairly. Those who are not known are one caller, "".</param>
/// <param name="Priority">Which of the two lines they wait in.</param>
/// <param name="Deadline">Timestamp (<see cref="TimeProvider.GetTimestamp"/>) after which nobody wants them any more; null for never.</param>
internal sealed record Ticket(string Caller, Priority Priority, long? Deadline)
{
    public static readonly Ticket Anyone = new("", Priority.Interactive, Deadline: null);

    /// <summary>The caller named the deadline; else it is what one request may take at most.</summary>
    public bool IsHurried { get; init; }

    /// <summary>They have waited once and are decoded once more: they go before all others and are not asked whether they will be in time.</summary>
    public bool IsSecond { get; init; }
}
