using System.Text.Json;

namespace Seq2SeqService.Api.Access;

/// <summary>The file of keys: a JSON object a line, so that it can be read, compared and merged by people too.</summary>
internal static class KeyFile
{
    /// <summary>All keys in the file's order.</summary>
    /// <exception cref="InvalidDataException">A line is no key; the message names the line and shows nothing of it.</exception>
    public static IReadOnlyList<ApiKey> Read(string path)
    {
        var (keys, number) = (new List<ApiKey>(), 0);
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;

            var key = Parse(line) ?? throw Faulty(path, number, "is no key: a JSON object with id, name, scopes, sha256 and created");
            if (Fault(key) is { } fault)
                throw Faulty(path, number, fault);
            if (keys.Any(other => other.Id == key.Id))
                throw Faulty(path, number, "has the id of a line above");

            keys.Add(key);
        }

        return keys;
    }

    /// <summary>Replaces the file as a whole, for its owner's eyes alone: a service that reads meanwhile sees the old keys or the new ones.</summary>
    public static void Write(string path, IReadOnlyList<ApiKey> keys)
    {
        var partial = $"{path}.partial";
        File.Delete(partial);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File.Exists(path) ? File.GetUnixFileMode(path) : UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using (var file = new FileStream(partial, options))
        {
            using (var lines = new StreamWriter(file, leaveOpen: true))
            {
                foreach (var key in keys)
                    lines.WriteLine(JsonSerializer.Serialize(key, KeyJson.Default.ApiKey));
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }

    private static ApiKey? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, KeyJson.Default.ApiKey);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Fault(ApiKey key) =>
        key.Id.Length != KeyText.IdLength || !key.Id.All(char.IsAsciiHexDigitLower) ? $"has an id that is not {KeyText.IdLength} small hexadecimal digits"
        : key.Sha256.Length != 64 || !key.Sha256.All(char.IsAsciiHexDigit) ? "has a sha256 that is not 64 hexadecimal digits"
        : ScopeNames.Parse(key.Scopes) is null ? $"has scopes that are not among {ScopeNames.All}"
        : null;

    private static InvalidDataException Faulty(string path, int line, string fault) =>
        new($"{path}, line {line} {fault}. Correct the line or remove it.");
}
