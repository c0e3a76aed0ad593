using static System.FormattableString;

namespace Seq2SeqService.Inference.Canaries;

/// <summary>What becomes of a trial.</summary>
internal enum CanaryVerdict
{
    GoesOn,
    Promoted,
    RolledBack,
}

/// <summary>Decides about a trial from what was counted since it began. Plain policy: no clock, no threads.</summary>
internal sealed class CanaryPolicy(CanaryOptions options)
{
    /// <summary>The verdict, and for a rollback the reason.</summary>
    public (CanaryVerdict Verdict, string? Reason) Judge(TimeSpan elapsed, OutcomeCounts candidate, OutcomeCounts serving)
    {
        if (Fault(candidate, serving) is { } reason)
            return (CanaryVerdict.RolledBack, reason);

        if (elapsed < options.Duration)
            return (CanaryVerdict.GoesOn, null);

        // Where hardly anybody asked, one failure is one too many.
        return candidate.Requests < options.MinRequests && candidate.Failed > 0
            ? (CanaryVerdict.RolledBack, $"On trial it failed {candidate.Failed} of only {candidate.Requests} requests.")
            : (CanaryVerdict.Promoted, null);
    }

    private string? Fault(OutcomeCounts candidate, OutcomeCounts serving)
    {
        if (candidate.Requests < options.MinRequests)
            return null;

        if (candidate.ErrorRate > serving.ErrorRate + options.MaxMoreErrors)
        {
            return Invariant($"On trial it failed {candidate.ErrorRate:P1} of {candidate.Requests} requests, the version in service {serving.ErrorRate:P1}; ")
                + Invariant($"{CanaryOptions.Section}:MaxMoreErrors allows {options.MaxMoreErrors:P1} more.");
        }

        return candidate.WarningRate > serving.WarningRate + options.MaxMoreWarnings
            ? Invariant($"On trial guards warned of {candidate.WarningRate:P1} of {candidate.Answered} answers, of the version in service {serving.WarningRate:P1}; ")
                + Invariant($"{CanaryOptions.Section}:MaxMoreWarnings allows {options.MaxMoreWarnings:P1} more.")
            : null;
    }
}
