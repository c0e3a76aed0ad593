using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Seq2SeqService.Api.Detection;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;

namespace Seq2SeqService.Api.LibreTranslate;

/// <summary>
/// Lets routes that read JSON read forms and query strings too, as LibreTranslate's do: their fields become the members of a JSON object, which
/// the route then judges as if it had been sent. What it has no member for is left out, and line endings of forms are made plain.
/// </summary>
internal static class FormBodies
{
    private const string Number = "alternatives";

    private static readonly Dictionary<PathString, Type> Requests = new()
    {
        ["/translate"] = typeof(TranslateRequest),
        ["/detect"] = typeof(DetectRequest),
    };

    /// <summary>Stands before routing, which would refuse the media type.</summary>
    public static IApplicationBuilder UseFormBodies(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (HttpMethods.IsPost(context.Request.Method) && Requests.TryGetValue(context.Request.Path, out var request)
            && await FieldsAsync(context.Request, context.RequestAborted) is { } fields)
        {
            var members = ApiJson.Default.GetTypeInfo(request)!.Properties.Select(member => member.Name);
            Replace(context, Json(fields, [.. members]));
        }

        await next(context);
    });

    /// <summary>The fields of a form, or of the query string where there is no body; null where the body is to be read as it is.</summary>
    private static async Task<IEnumerable<KeyValuePair<string, StringValues>>?> FieldsAsync(HttpRequest request, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(request.ContentType))
            return request.ContentLength is null or 0 && request.Query.Count > 0 ? request.Query : null;

        if (!request.HasFormContentType)
            return null;

        try
        {
            return await request.ReadFormAsync(cancel);
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException or IOException and not BadHttpRequestException)
        {
            throw new RequestRefusedException(ProblemKind.UnreadableRequest, "body", "the form could not be read");
        }
    }

    private static byte[] Json(IEnumerable<KeyValuePair<string, StringValues>> fields, HashSet<string> members)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var (name, values) in fields.Where(field => members.Contains(field.Key) && field.Value.Count > 0))
            {
                writer.WritePropertyName(name);
                Write(writer, name, values);
            }

            writer.WriteEndObject();
        }

        return json.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, StringValues values)
    {
        if (values is [var only])
        {
            if (name == Number && int.TryParse(only, out var number))
                writer.WriteNumberValue(number);
            else
                writer.WriteStringValue(Plain(only));
            return;
        }

        writer.WriteStartArray();
        foreach (var value in values)
            writer.WriteStringValue(Plain(value));
        writer.WriteEndArray();
    }

    private static string Plain(string? value) => (value ?? "").ReplaceLineEndings("\n");

    private static void Replace(HttpContext context, byte[] json)
    {
        var request = context.Request;
        request.Body = new MemoryStream(json);
        request.ContentLength = json.Length;
        request.ContentType = MediaTypeNames.Application.Json;
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new BodyFound());
    }

    /// <summary>Kestrel says that a request without a body has none, and then nobody would read the one made here.</summary>
    private sealed class BodyFound : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }
}
