using System.Text.Json.Serialization;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.DeepL;

/// <summary>A refusal in DeepL's shape.</summary>
internal sealed record DeepLError
{
    [JsonPropertyName("message")]
    public required string Message { get; init; }

    /// <summary>The id that the log has too.</summary>
    [JsonPropertyName("trace_id")]
    public required string TraceId { get; init; }

    /// <summary>The message, or what is wrong with the fields, or else the kind in words.</summary>
    public static DeepLError Of(string? message, FieldFaults? faults, ProblemKind kind, string traceId) => new()
    {
        Message = message ?? Described(faults) ?? kind.Title,
        TraceId = traceId,
    };

    private static string? Described(FieldFaults? faults) => faults is null
        ? null
        : string.Join(" ", faults.ByField.SelectMany(field => field.Value.Select(fault => $"{Named(field.Key)}: {fault.TrimEnd('.')}.")));

    /// <summary>Our check knows the texts as <c>q</c>.</summary>
    private static string Named(string field) => field is ['q'] or ['q', '[', ..] ? $"text{field[1..]}" : field;
}
