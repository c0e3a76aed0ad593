using System.Text.Json.Serialization;
using Seq2SeqService.Api.Documents;

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

    public static DeepLDocumentStatus Of(DocumentJob job, TimeProvider clock) => job.Result.Status switch
    {
        TaskStatus.RanToCompletion => new() { DocumentId = job.Id, Status = "done", BilledCharacters = job.Characters },
        TaskStatus.Faulted or TaskStatus.Canceled => new() { DocumentId = job.Id, Status = "error", ErrorMessage = job.Result.Exception?.InnerException?.Message ?? "Stopped." },
        _ when job.StartedAt is { } started => new() { DocumentId = job.Id, Status = "translating", SecondsRemaining = Remaining(job, clock.GetElapsedTime(started)) },
        _ => new() { DocumentId = job.Id, Status = "queued" },
    };

    private static int? Remaining(DocumentJob job, TimeSpan elapsed) =>
        job.Done == 0 ? null : (int)Math.Ceiling(elapsed.TotalSeconds * (job.Paragraphs.Texts.Count - job.Done) / job.Done);
}
