using System.Text;
using System.Text.Json;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.CTranslate2;

/// <summary>The vocabularies of a CTranslate2 directory: JSON lists, in older ones a piece a line.</summary>
internal static class VocabularyFiles
{
    private const int MaxBytes = 64 << 20;

    public static (IReadOnlyList<string> Source, IReadOnlyList<string> Target) Read(string directory)
    {
        if (Find(directory, "shared_vocabulary") is { } shared)
            return (shared, shared);
        if (Find(directory, "source_vocabulary") is { } source && Find(directory, "target_vocabulary") is { } target)
            return (source, target);

        throw new CheckpointException("shared_vocabulary.json is missing, and so are source_vocabulary.json and target_vocabulary.json.");
    }

    private static IReadOnlyList<string>? Find(string directory, string name)
    {
        var (json, text) = (Path.Combine(directory, $"{name}.json"), Path.Combine(directory, $"{name}.txt"));
        if (File.Exists(json))
            return Json(json);

        return File.Exists(text) ? Encoding.UTF8.GetString(JsonFile.ReadBytes(text, MaxBytes)).TrimEnd('\n').Split('\n') : null;
    }

    private static string[] Json(string path)
    {
        try
        {
            var pieces = JsonSerializer.Deserialize<string?[]>(JsonFile.ReadBytes(path, MaxBytes)) ?? [null];
            return [.. pieces.Select(piece => piece ?? throw new JsonException("it holds null"))];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new CheckpointException($"{Path.GetFileName(path)} is not a list of pieces: {error.Message}", error);
        }
    }
}
