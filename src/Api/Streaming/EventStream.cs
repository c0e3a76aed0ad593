using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Seq2SeqService.Api.Streaming;

/// <summary>
/// Writes server-sent events (WHATWG HTML, section 9.2), each of them sent at once. The answer begins with the first: until then it may still
/// become a problem. The framework's own writer knows no comments, which keep a silent connection alive.
/// </summary>
internal sealed class EventStream(HttpResponse response, JsonSerializerOptions json, CancellationToken cancel)
{
    public const string MediaType = "text/event-stream";

    /// <summary>Events are asked for by name, and nothing is liked better; generic clients accept anything and get plain JSON.</summary>
    public static bool IsWanted(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        var events = Quality(accepted, MediaType);
        return events > 0 && events >= Quality(accepted, "application/json");
    }

    /// <param name="name">What kind of event it is.</param>
    /// <param name="data">Becomes one line: JSON writes line breaks in strings as escapes.</param>
    public async Task WriteAsync<T>(string name, T data)
    {
        Begin();
        var line = JsonSerializer.Serialize(data, (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T)));
        await response.WriteAsync($"event: {name}\ndata: {line}\n\n", cancel);
        await response.Body.FlushAsync(cancel);
    }

    /// <summary>A line that clients do not look at.</summary>
    public async Task WriteCommentAsync(string comment)
    {
        Begin();
        await response.WriteAsync($": {comment}\n\n", cancel);
        await response.Body.FlushAsync(cancel);
    }

    private void Begin()
    {
        if (response.HasStarted)
            return;

        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";   // nginx, and what has learned from it, would collect events
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private static double Quality(IList<MediaTypeHeaderValue> accepted, string mediaType) =>
        accepted.Where(type => type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)).Select(type => type.Quality ?? 1).DefaultIfEmpty().Max();
}
