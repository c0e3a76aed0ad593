using System.Globalization;
using System.Net.Mime;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.DeepL;
using Seq2SeqService.Api.Hosting;

namespace Seq2SeqService.Api.Problems;

/// <summary>Writes every problem in the one shape, whatever the client says it accepts; to DeepL's clients in theirs.</summary>
internal sealed class ProblemWriter(IOptions<ApiOptions> options, IOptions<JsonOptions> json)
{
    public const string MediaType = "application/problem+json";

    public Task WriteAsync(HttpContext context, ProblemKind kind, string? detail = null, FieldFaults? faults = null, string? error = null)
    {
        var response = context.Response;
        response.StatusCode = kind.Status;
        if (kind.MayRetry)
            response.Headers.RetryAfter = Math.Ceiling(options.Value.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);

        if (context.Request.Path.StartsWithSegments(DeepLEndpoints.Prefix))
        {
            var refusal = DeepLError.Of(error ?? detail, faults, kind, context.TraceId());
            return response.WriteAsJsonAsync(refusal, json.Value.SerializerOptions, MediaTypeNames.Application.Json, context.RequestAborted);
        }

        var problem = new Problem
        {
            Type = kind.Type,
            Title = kind.Title,
            Status = kind.Status,
            Detail = detail ?? faults?.ToString(),
            Error = error ?? detail ?? faults?.ToString() ?? kind.Title,
            Errors = faults?.ByField,
            TraceId = context.TraceId(),
        };

        return response.WriteAsJsonAsync(problem, json.Value.SerializerOptions, MediaType, context.RequestAborted);
    }
}
