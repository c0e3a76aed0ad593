using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Seq2SeqService.Api.Access;

/// <summary>A key where a client put it.</summary>
/// <param name="Text">What it sent.</param>
/// <param name="IsField">Whether it stood in a field, as LibreTranslate's clients send it, and not in a header.</param>
internal sealed record PresentedKey(string Text, bool IsField)
{
    private static readonly string[] Schemes = ["Bearer ", "DeepL-Auth-Key "];
    private static readonly string[] Fields = ["api_key", "apiKey", "auth_key"];

    /// <summary>Headers, then the query, then the body, where the route's clients may put it there; null where there is none.</summary>
    public static async Task<PresentedKey?> FindAsync(HttpRequest request, bool inBody, CancellationToken cancel)
    {
        if (InHeader(request.Headers) is { } header)
            return new(header, IsField: false);

        var field = Of(request.Query) ?? (inBody ? await InBodyAsync(request, cancel) : null);
        return field is null ? null : new(field, IsField: true);
    }

    private static string? InHeader(IHeaderDictionary headers)
    {
        if (headers.Authorization is [{ } authorization]
            && Schemes.FirstOrDefault(scheme => authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) is { } used)
        {
            return authorization[used.Length..].Trim();
        }

        return headers["X-Api-Key"] is [{ Length: > 0 } key] ? key : null;
    }

    private static string? Of(IEnumerable<KeyValuePair<string, StringValues>> fields) =>
        fields.Where(field => Fields.Contains(field.Key)).Select(field => field.Value.ToString()).FirstOrDefault(value => value.Length > 0);

    private static async Task<string?> InBodyAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return request.HasFormContentType ? Of(await request.ReadFormAsync(cancel))
                : request.HasJsonContentType() ? InJson(await KeptBodyAsync(request, cancel))
                : null;
        }
        catch (InvalidDataException)   // no form after all; the caller learns first that a key is wanted
        {
            return null;
        }
    }

    /// <summary>The body, which the route reads once more. The server has its limit.</summary>
    private static async Task<ReadOnlyMemory<byte>> KeptBodyAsync(HttpRequest request, CancellationToken cancel)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancel);
        body.Position = 0;
        request.Body = body;
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static string? InJson(ReadOnlyMemory<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isKey = Fields.Contains(reader.GetString());
                reader.Read();
                if (isKey && reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } key)
                    return key;

                reader.Skip();
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Broken JSON, or text that is no Unicode: no key was found.
        }

        return null;
    }
}
