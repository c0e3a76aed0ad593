using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Seq2SeqService.Api.Problems;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Seq2SeqService.Api.Documentation;

/// <summary>Shows each kind of problem that an operation answers, as it looks on the wire.</summary>
internal sealed class ProblemExamples : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var documented = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<DocumentedProblems>();

        foreach (var ofStatus in documented.SelectMany(problems => problems.Kinds).GroupBy(kind => kind.Status))
        {
            var response = operation.Responses![$"{ofStatus.Key}"];
            if (response.Content![ProblemWriter.MediaType] is not OpenApiMediaType body || response is not OpenApiResponse writable)
                continue;

            writable.Description = string.Join(" ", ofStatus.Select(kind => kind.Title));
            body.Examples = ofStatus.ToDictionary(kind => kind.Name, kind => (IOpenApiExample)Example(kind));
            if (ofStatus.Any(kind => kind.MayRetry))
                writable.Headers = new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = RetryAfter };
        }
    }

    private static OpenApiHeader RetryAfter => new()
    {
        Description = "Seconds to wait before the next try.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
        Example = JsonValue.Create(2),
    };

    private static OpenApiExample Example(ProblemKind kind)
    {
        var (field, fault) = Fault(kind);
        var faults = field is null ? null : new FieldFaults().Add(field, fault);
        var problem = new Problem
        {
            Type = kind.Type,
            Title = kind.Title,
            Status = kind.Status,
            Detail = faults?.ToString(),
            Error = faults?.ToString() ?? kind.Title,
            Errors = faults?.ByField,
            TraceId = "0af7651916cd43dd8448eb211c80319c",
        };
        return new() { Summary = kind.Title, Value = JsonSerializer.SerializeToNode(problem, ApiJson.Default.Problem) };
    }

    private static (string? Field, string Fault) Fault(ProblemKind kind) => kind.Name switch
    {
        "unreadable-request" => ("body", "the JSON is broken at line 1, byte 24"),
        "invalid-request" => ("options.beamSize", "must be between 1 and 16"),
        "unreadable-document" => ("file", "The file is not UTF-8 (nor UTF-16 with a byte order mark)."),
        "unsupported-language" => ("target", "'xx' is not served; from en the service translates to de"),
        "unknown-model" => ("options.model", "there is no model 'xx'; served are en-de"),
        "unknown-glossary" => ("options.glossaryId", "there is no glossary '8f1c7e0a'; GET /glossaries lists them"),
        "glossaries-unavailable" => ("glossaries", "another program holds the file that they are kept in"),
        "unknown-job" => ("id", "there is no job '5D4F0C0E', or it is no longer kept"),
        "job-failed" => ("id", "q[17]: The text has sentences that are too long for the model."),
        "jobs-unavailable" => ("jobs", "the database that they are kept in does not answer; Api:Jobs:ConnectionString names it, and the log says more"),
        "too-large" => ("q", "The text has 102400 characters; at most 5000 are accepted. Send it in parts."),
        "unsupported-media-type" => ("Content-Type", "must be application/json, in UTF-8"),
        _ => (null, ""),
    };
}
