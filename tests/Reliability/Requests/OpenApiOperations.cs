using System.Text.Json.Nodes;

namespace Seq2SeqService.Reliability.Requests;

/// <summary>The operations of <c>docs/openapi.json</c>, and bodies by their schemas.</summary>
internal sealed class OpenApiOperations
{
    private const int MaxDepth = 6;

    private readonly JsonObject _document;

    public OpenApiOperations(string path)
    {
        _document = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        All = [.. _document["paths"]!.AsObject().SelectMany(route => route.Value!.AsObject().Select(operation => Operation(operation.Key, route.Key, operation.Value!)))];
    }

    public IReadOnlyList<Operation> All { get; }

    /// <summary>A sound value: examples mostly, members that may be left out left out now and then.</summary>
    public JsonNode? Value(JsonNode schema, Random random, int depth = 0)
    {
        if (schema["$ref"] is { } reference)
            return Value(_document["components"]!["schemas"]![$"{reference}".Split('/')[^1]]!, random, depth);
        if (schema["allOf"] is JsonArray { Count: > 0 } all)
            return Value(all[0]!, random, depth);
        if (schema["oneOf"] is JsonArray { Count: > 0 } one)
            return Value(one[random.Next(one.Count)]!, random, depth);
        if (schema["example"] is { } example && random.Next(5) != 0)
            return example.DeepClone();
        if (schema["enum"] is JsonArray { Count: > 0 } values)
            return values[random.Next(values.Count)]!.DeepClone();

        return $"{schema["type"]}" switch
        {
            "object" when depth < MaxDepth => Object(schema, random, depth),
            "array" when depth < MaxDepth => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(schema["items"]!, random, depth + 1))]),
            "integer" => random.Next(10),
            "number" => random.NextDouble(),
            "boolean" => random.Next(2) == 0,
            "string" => "How are you today?",
            _ => null,
        };
    }

    private JsonObject Object(JsonNode schema, Random random, int depth)
    {
        var made = new JsonObject();
        var required = schema["required"]?.AsArray().Select(name => $"{name}").ToHashSet() ?? [];
        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
        {
            if (required.Contains(name) || random.Next(4) == 0)
                made[name] = Value(member!, random, depth + 1);
        }

        return made;
    }

    private static Operation Operation(string method, string path, JsonNode operation)
    {
        var content = operation["requestBody"]?["content"]?.AsObject().FirstOrDefault();
        var needsKey = operation["security"] is JsonArray { Count: > 0 };
        return new(method.ToUpperInvariant(), path, content?.Key, content?.Value?["schema"], needsKey);
    }
}
