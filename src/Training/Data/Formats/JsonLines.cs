using System.Text.Json;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data.Formats;

/// <summary>A JSON object a line; a dot in a name leads into an object, as in <c>translation.de</c>.</summary>
internal static class JsonLines
{
    public static IEnumerable<(string Source, string Target)> Read(string path, string sourceName, string targetName)
    {
        var (source, target) = (sourceName.Split('.'), targetName.Split('.'));
        foreach (var (index, line) in LineFile.Lines(path).Index())
        {
            if (line.Length > 0)
                yield return Parse(line, source, target, $"{path}, line {index + 1}");
        }
    }

    private static (string Source, string Target) Parse(string line, string[] source, string[] target, string where)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return (Find(json.RootElement, source, where), Find(json.RootElement, target, where));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)   // the second for an escape that is half a character
        {
            throw new RecipeException($"{where}: it is no JSON: {error.Message}", error);
        }
    }

    private static string Find(JsonElement element, string[] names, string where)
    {
        foreach (var name in names)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                throw new RecipeException($"{where}: it has no '{string.Join('.', names)}'.");
        }

        return element.ValueKind == JsonValueKind.String
            ? OneLine(element.GetString()!)
            : throw new RecipeException($"{where}: '{string.Join('.', names)}' is no text.");
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
