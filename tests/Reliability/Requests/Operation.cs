using System.Text.Json.Nodes;

namespace Seq2SeqService.Reliability.Requests;

/// <summary>One thing that the service can be asked for.</summary>
/// <param name="Path">With names of parameters in braces.</param>
/// <param name="MediaType">Of its body; null where it takes none.</param>
/// <param name="Body">The schema of its body, in the document of <see cref="OpenApiOperations"/>, or a sound body itself.</param>
/// <param name="NeedsKey">Where keys are wanted, nobody may do it without one.</param>
internal sealed record Operation(string Method, string Path, string? MediaType, JsonNode? Body, bool NeedsKey);
