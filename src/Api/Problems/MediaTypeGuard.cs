using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Seq2SeqService.Api.Problems;

/// <summary>
/// Refuses a body that is not JSON in UTF-8 before the framework reads it: an unknown <c>charset</c> would otherwise
/// end in an <see cref="InvalidOperationException"/> and status 500.
/// </summary>
internal static class MediaTypeGuard
{
    public static IApplicationBuilder UseMediaTypeGuard(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!ReadsJson(context.GetEndpoint()))
            return next(context);

        if (!IsJson(context.Request.ContentType))
            throw new BadHttpRequestException("The body must be JSON in UTF-8.", StatusCodes.Status415UnsupportedMediaType);

        // In the one spelling that the framework reads: it knows no charset in quotes.
        context.Request.ContentType = MediaTypeNames.Application.Json;
        return next(context);
    });

    private static bool ReadsJson(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains(MediaTypeNames.Application.Json) == true;

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals(Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase));
}
