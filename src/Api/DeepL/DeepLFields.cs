using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.DeepL;

/// <summary>The fields of a DeepL request, be it a form, JSON or a query string. What is not known is not looked at.</summary>
internal sealed class DeepLFields(IReadOnlyDictionary<string, StringValues> fields)
{
    private const int MaxDepth = 8;

    /// <summary>All values of a field that may be given several times.</summary>
    public IReadOnlyList<string> All(string name) => fields.TryGetValue(name, out var values) ? [.. values.Select(value => value ?? "")] : [];

    /// <summary>The first value, or null where there is none or an empty one.</summary>
    public string? One(string name) => All(name) is [{ Length: > 0 } value, ..] ? value : null;

    /// <summary>Whether a field is named like this in front, as members of an array's objects are: <c>dictionaries[0].</c></summary>
    public bool HasAny(string prefix) => fields.Keys.Any(name => name.StartsWith(prefix, StringComparison.Ordinal));

    public static async Task<DeepLFields> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var fields = new Dictionary<string, StringValues>(request.Query, StringComparer.Ordinal);
        try
        {
            if (request.HasFormContentType)
                Add(fields, await request.ReadFormAsync(cancel));
            else if (request.HasJsonContentType())
                Add(fields, await JsonAsync(request, cancel));
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or InvalidOperationException)
        {
            throw new RequestRefusedException(ProblemKind.UnreadableRequest, "body", "must be a form or a JSON object");
        }

        return new(fields);
    }

    private static void Add(Dictionary<string, StringValues> fields, IEnumerable<KeyValuePair<string, StringValues>> found)
    {
        foreach (var (name, values) in found)
            fields[name] = values;
    }

    private static async Task<IEnumerable<KeyValuePair<string, StringValues>>> JsonAsync(HttpRequest request, CancellationToken cancel)
    {
        using var document = await JsonDocument.ParseAsync(request.Body, new() { MaxDepth = MaxDepth }, cancel);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException();

        return [.. document.RootElement.EnumerateObject().SelectMany(member => Fields(member.Name, member.Value))];
    }

    /// <summary>Objects of an array have the names that a form gives their members.</summary>
    private static IEnumerable<KeyValuePair<string, StringValues>> Fields(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object)
            ? value.EnumerateArray().SelectMany((item, i) => item.ValueKind == JsonValueKind.Object
                ? item.EnumerateObject().Select(member => KeyValuePair.Create($"{name}[{i}].{member.Name}", Values(member.Value)))
                : [])
            : [KeyValuePair.Create(name, Values(value))];

    private static StringValues Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => new([.. value.EnumerateArray().Select(Text)]),
        JsonValueKind.Null => StringValues.Empty,
        _ => Text(value),
    };

    /// <summary>Switches are 1 and 0 in forms, true and false in JSON.</summary>
    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        _ => value.GetRawText(),
    };
}
