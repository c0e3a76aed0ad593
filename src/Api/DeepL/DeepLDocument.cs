using System.Text.Json.Serialization;
using Seq2SeqService.Api.Jobs;

namespace Seq2SeqService.Api.DeepL;

/// <summary>Answer of <c>POST /v2/document</c>: how to ask for the document.</summary>
internal sealed record DeepLDocument
{
    [JsonPropertyName("document_id")]
    public required string DocumentId { get; init; }

    [JsonPropertyName("document_key")]
    public required string DocumentKey { get; init; }
}

/// <summary>Answer of <c>POST /v2/document/{id}</c>.</summary>
internal sealed record DeepLDocumentStatus
{
    [JsonPropertyName("document_id")]
    public required string DocumentId { get; init; }

    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>While it is translated, by what went before; absent else.</summary>
    [JsonPropertyName("seconds_remaining")]
    public int? SecondsRemaining { get; init; }

    /// <summary>When it is done.</summary>
    [JsonPropertyName("billed_characters")]
    public int? BilledCharacters { get; init; }

    /// <summary>When it failed.</summary>
    [JsonPropertyName("error_message")]
    public string? ErrorMessage { get; init; }

    public static DeepLDocumentStatus Of(StoredJob job, TimeProvider clock) => job.State switch
    {
        JobState.Done => new() { DocumentId = job.Id, Status = "done", BilledCharacters = job.Characters },
        JobState.Failed => new() { DocumentId = job.Id, Status = "error", ErrorMessage = job.Error },
        JobState.Running => new() { DocumentId = job.Id, Status = "translating", SecondsRemaining = Remaining(job, clock.GetUtcNow()) },
        _ => new() { DocumentId = job.Id, Status = "queued" },
    };

    private static int? Remaining(StoredJob job, DateTimeOffset now) =>
        job.Done == 0 || job.StartedAt is not { } started ? null : Math.Max(0, (int)Math.Ceiling((now - started).TotalSeconds * (job.Texts - job.Done) / job.Done));
}
