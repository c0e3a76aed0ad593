namespace Seq2SeqService.Api.Glossaries;

/// <summary>Answer of `GET /glossaries`.</summary>
internal sealed record GlossaryList
{
    /// <summary>The glossaries without their entries, the oldest first. One that was made with several directions stands here once for each.</summary>
    public required IReadOnlyList<GlossaryAnswer> Glossaries { get; init; }
}
