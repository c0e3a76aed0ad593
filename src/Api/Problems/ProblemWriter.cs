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

    /// <summary>Takes no token: without one the framework gives up in silence when the client leaves, with one it would tell the log of a failed error handler.</summary>
    public Task WriteAsync(HttpContext context, ProblemKind kind, string? detail = null, FieldFaults? faults = null, string? error = null, TimeSpan? retryAfter = null)
    {
        var response = context.Response;
        response.StatusCode = kind.Status;
        context.Features.Set(kind);   // for whoever counts refusals
        if (kind.MayRetry)
            response.Headers.RetryAfter = Math.Ceiling((retryAfter ?? options.Value.RetryAfter).TotalSeconds).ToString(CultureInfo.InvariantCulture);

        if (kind.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";

        // Without a token of ours the framework takes the request's, and keeps silent where the caller is gone.
        if (DeepLEndpoints.IsOf(context.Request.Path))
        {
            var refusal = DeepLError.Of(error ?? detail, faults, kind, context.TraceId());
            return response.WriteAsJsonAsync(refusal, json.Value.SerializerOptions, MediaTypeNames.Application.Json);
        }

        return response.WriteAsJsonAsync(ProblemOf(context, kind, detail, faults, error), json.Value.SerializerOptions, MediaType);
    }

    public static Problem ProblemOf(HttpContext context, ProblemKind kind, string? detail, FieldFaults? faults, string? error) => new()
    {
        Type = kind.Type,
        Title = kind.Title,
        Status = kind.Status,
        Detail = detail ?? faults?.ToString() ?? error,
        Error = error ?? detail ?? faults?.ToString() ?? kind.Title,
        Errors = faults?.ByField,
        TraceId = context.TraceId(),
    };
}
