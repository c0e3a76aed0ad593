using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Inference.Canaries;

/// <summary>A version on trial beside the one in service.</summary>
/// <param name="Candidate">The new version.</param>
/// <param name="Content">What its directory held when it was loaded.</param>
/// <param name="Share">Share of the requests that it answers.</param>
internal sealed record CanaryTrial(LoadedModel Candidate, string Content, double Share)
{
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it began on the clock that is never set.</summary>
    public required long StartedAt { get; init; }

    /// <summary>What the version in service had counted then.</summary>
    public required OutcomeCounts ServingBefore { get; init; }

    public CanaryStatus Status()
    {
        var counts = Candidate.Outcomes.Now;
        return new(Candidate.Id.Version, Share, Since, counts.Requests, counts.Failed, counts.Warned);
    }
}

/// <summary>How a trial stands.</summary>
/// <param name="Share">Share of the requests that the version answers.</param>
/// <param name="Requests">Requests that it has had.</param>
/// <param name="Failed">Those that it failed; the version in service answered them.</param>
/// <param name="Warned">Answers with a guard's warning.</param>
public sealed record CanaryStatus(string Version, double Share, DateTimeOffset Since, long Requests, long Failed, long Warned);
