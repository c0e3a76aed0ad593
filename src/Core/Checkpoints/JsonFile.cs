using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// The JSON files of a checkpoint. Keys that we do not know are skipped, since Hugging Face's files have many, and a key that is null
/// counts as absent. Every fault is a <see cref="CheckpointException"/> that names the file and, where there is one, the key.
/// </summary>
internal static class JsonFile
{
    private const int MaxDepth = 16;

    private static readonly JsonSerializerOptions Options = new()
    {
        MaxDepth = MaxDepth,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static T Read<T>(string path, int maxBytes)
    {
        var file = Path.GetFileName(path);
        try
        {
            var root = Parse(ReadBytes(path, maxBytes), file);
            foreach (var key in root.Where(pair => pair.Value is null).Select(pair => pair.Key).ToList())
                root.Remove(key);

            return root.Deserialize<T>(Options)!;
        }
        catch (JsonException error)
        {
            var key = error.Path is { Length: > 2 } ? $"'{error.Path[2..]}' " : "";
            throw new CheckpointException($"{file}: {key}cannot be read: {error.Message}", error);
        }
        catch (InvalidOperationException error)
        {
            throw new CheckpointException($"{file} holds half of a surrogate pair: {error.Message}", error);
        }
    }

    /// <summary>The JSON text of <paramref name="value"/> without the keys of <paramref name="omitted"/>.</summary>
    public static byte[] ToBytes<T>(T value, params ReadOnlySpan<string> omitted)
    {
        var root = JsonSerializer.SerializeToNode(value, Options)!.AsObject();
        foreach (var key in omitted)
            root.Remove(key);

        return [.. JsonSerializer.SerializeToUtf8Bytes(root, Options), (byte)'\n'];
    }

    /// <summary>The bytes of a regular file of 1 to <paramref name="maxBytes"/> bytes.</summary>
    public static byte[] ReadBytes(string path, int maxBytes)
    {
        var file = Path.GetFileName(path);
        try
        {
            var length = new FileInfo(path).Length;   // asked first: opening a pipe, whose length is 0, would wait for ever
            if (length < 1 || length > maxBytes)
                throw new CheckpointException($"{file} has {length} bytes; 1 to {maxBytes} are believed.");

            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{file} cannot be read: {error.Message}", error);
        }
    }

    private static JsonObject Parse(byte[] json, string file)
    {
        var options = new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
        return JsonNode.Parse(json, documentOptions: options) as JsonObject
            ?? throw new CheckpointException($"{file} is not a JSON object.");
    }
}
