using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Problems;

/// <summary>The one table from failures to HTTP (RFC 9457).</summary>
internal sealed class ProblemTable(ProblemWriter writer, IOptions<ApiOptions> options) : IExceptionHandler
{
    /// <summary>
    /// Assemblies whose IOExceptions and InvalidDataExceptions are about the bytes of a request: a chunk of a size beyond 31 bits, a form with too many
    /// fields or a part without an end, a connection that is gone. Most other faults of a body are BadHttpRequestExceptions.
    /// </summary>
    private static readonly string?[] ServerParts = ["Microsoft.AspNetCore.Server.Kestrel.Core", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.WebUtilities"];

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is BadHttpRequestException { InnerException: not JsonException } unreadable)
        {
            await WriteStatusAsync(context, unreadable.StatusCode);
            return true;
        }

        var body = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        var (kind, faults) = Row(exception, body);
        await writer.WriteAsync(context, kind, (exception as TranslationException)?.Message, faults, (exception as RequestRefusedException)?.Error, RetryAfter(exception));
        return true;
    }

    /// <summary>Answers a refusal that was not thrown.</summary>
    public Task WriteAsync(HttpContext context, TranslationException refusal)
    {
        var (kind, faults) = Row(refusal);
        return writer.WriteAsync(context, kind, refusal.Message, faults, retryAfter: refusal.RetryAfter);
    }

    /// <summary>The problem of a failure for which it is too late to become the answer.</summary>
    public static Problem Describe(HttpContext context, Exception exception)
    {
        var (kind, faults) = Row(exception, body: null);
        context.Features.Set(kind);   // for whoever counts refusals
        return ProblemWriter.ProblemOf(context, kind, (exception as TranslationException)?.Message, faults, (exception as RequestRefusedException)?.Error);
    }

    /// <summary>Gives a body to a status that the framework set by itself: unknown address, wrong method, oversized body.</summary>
    public Task WriteStatusAsync(HttpContext context, int status)
    {
        var faults = new FieldFaults();
        if (status == StatusCodes.Status400BadRequest)
            faults.Add("body", "must be a JSON object");
        if (status == StatusCodes.Status413PayloadTooLarge)
            faults.Add("body", $"must be at most {MostBytes(context)} bytes long");
        if (status == StatusCodes.Status415UnsupportedMediaType)
            faults.Add("Content-Type", "must be application/json, in UTF-8");

        return writer.WriteAsync(context, ProblemKind.OfStatus(status), detail: null, faults.Any ? faults : null);
    }

    /// <summary>Explained by what a caller did or by load; everything else is a bug, and the framework logs it.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is BadHttpRequestException || Row(exception, body: null).Kind != ProblemKind.InternalError;

    /// <summary>Some routes take larger bodies than others.</summary>
    private long MostBytes(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? options.Value.MaxBodyBytes;

    private static (ProblemKind Kind, FieldFaults? Faults) Row(Exception exception, Type? body) => exception switch
    {
        RequestRefusedException refused => (refused.Kind, refused.Faults.Any ? refused.Faults : null),
        BadHttpRequestException { InnerException: JsonException json } => UnreadableBody.Describe(json, body ?? typeof(TranslateRequest)),
        TranslationException refused => Row(refused),
        IOException or InvalidDataException when ServerParts.Contains(exception.Source) => (ProblemKind.UnreadableRequest, new FieldFaults().Add("body", "ends too early, or its chunks or parts are not well-formed")),
        _ => (ProblemKind.InternalError, null),
    };

    private static (ProblemKind Kind, FieldFaults? Faults) Row(TranslationException refused) => refused.Failure switch
    {
        TranslationFailure.UnknownLanguagePair => (ProblemKind.UnsupportedLanguage, Fault("target", refused)),
        TranslationFailure.UnknownModel => (ProblemKind.UnknownModel, Fault("options.model", refused)),
        TranslationFailure.TextTooLong => (ProblemKind.TooLarge, Fault(refused.Text is { } text ? $"q[{text}]" : "q", refused)),
        TranslationFailure.UnreadableMarkup => (ProblemKind.InvalidRequest, Fault(refused.Text is { } text ? $"q[{text}]" : "q", refused)),
        TranslationFailure.InvalidOption => (ProblemKind.InvalidRequest, Fault(refused.Option is { } option ? $"options.{option}" : "options", refused)),
        TranslationFailure.QueueFull => (ProblemKind.AtCapacity, null),
        TranslationFailure.TimedOut => (ProblemKind.TimedOut, null),
        TranslationFailure.DeadlinePassed => (ProblemKind.DeadlinePassed, null),
        TranslationFailure.NoModel => (ProblemKind.NoModel, null),
        TranslationFailure.Stopping => (ProblemKind.Stopping, null),
        _ => (ProblemKind.InternalError, null),
    };

    private static TimeSpan? RetryAfter(Exception exception) => exception switch
    {
        TranslationException refused => refused.RetryAfter,
        RequestRefusedException refused => refused.RetryAfter,
        _ => null,
    };

    private static FieldFaults Fault(string field, TranslationException refused) => new FieldFaults().Add(field, refused.Message);
}
