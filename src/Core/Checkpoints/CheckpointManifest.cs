using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>One file of a checkpoint, as its manifest promises it.</summary>
/// <param name="Name">Plain file name (<see cref="CheckpointFiles.IsPlainName"/>).</param>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="Sha256">SHA-256 of the content, lower-case hexadecimal.</param>
public sealed record ManifestFile(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("sha256")] string Sha256);

/// <summary>
/// <c>manifest.json</c>: the size and SHA-256 of every file of a checkpoint. It is written last, so a directory whose manifest matches is
/// whole.
/// </summary>
public sealed record CheckpointManifest
{
    /// <summary>The format that this version writes, and the newest that it reads.</summary>
    public const int CurrentFormat = 1;

    private const int MaxBytes = 1 << 20;
    private const int MaxFiles = 1000;

    [JsonPropertyName("format_version")]
    public required int FormatVersion { get; init; }

    [JsonPropertyName("files")]
    public required IReadOnlyList<ManifestFile> Files { get; init; }

    /// <summary>
    /// Describes every file of <paramref name="directory"/> as it lies there; hidden ones (leading dot) and a manifest already there are
    /// left out.
    /// </summary>
    public static CheckpointManifest Describe(string directory)
    {
        var names = VisibleFiles(directory).Order(StringComparer.Ordinal).ToList();
        if (names.Find(name => !CheckpointFiles.IsPlainName(name)) is { } odd)
            throw new CheckpointException($"'{odd}' cannot be part of a checkpoint: use letters, digits, '.', '_', '-' and '+' in its name.");

        return new()
        {
            FormatVersion = CurrentFormat,
            Files = [.. names.Select(name => Describe(directory, name))],
        };
    }

    /// <summary>Reads the manifest of <paramref name="directory"/> and checks its form, not yet the files.</summary>
    public static CheckpointManifest Read(string directory)
    {
        var path = Path.Combine(directory, CheckpointFiles.Manifest);
        if (!File.Exists(path))
            throw new CheckpointException($"{CheckpointFiles.Manifest} is missing: the checkpoint is not completely published.");

        RequireNoLink(path);
        var manifest = JsonFile.Read<CheckpointManifest>(path, MaxBytes);
        manifest.CheckForm();
        return manifest;
    }

    /// <summary>The text of <c>manifest.json</c>.</summary>
    public byte[] ToBytes() => JsonFile.ToBytes(this);

    /// <summary>Is a file of this name listed?</summary>
    public bool Lists(string name) => Files.Any(file => file.Name == name);

    /// <summary>
    /// Compares the directory with the manifest: the very files, no links, sizes first, then contents. A difference is a
    /// <see cref="CheckpointException"/> that names the file.
    /// </summary>
    public void Verify(string directory)
    {
        if (VisibleFiles(directory).FirstOrDefault(name => !Lists(name)) is { } stranger)
            throw new CheckpointException($"{stranger} is not listed in {CheckpointFiles.Manifest}.");

        foreach (var file in Files)
            VerifySize(Path.Combine(directory, file.Name), file);

        foreach (var file in Files)
        {
            if (Hash(Path.Combine(directory, file.Name)) != file.Sha256)
                throw new CheckpointException($"{file.Name} is damaged: its SHA-256 is not the one that {CheckpointFiles.Manifest} lists.");
        }
    }

    private void CheckForm()
    {
        var limits = new Limits(CheckpointFiles.Manifest);
        limits.Within("format_version", FormatVersion, 1, CurrentFormat);
        limits.Within("files", Files.Count, 1, MaxFiles);

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in Files)
        {
            var name = file?.Name;
            if (!CheckpointFiles.IsPlainName(name) || name == CheckpointFiles.Manifest)
                throw limits.Fault("name", $"'{name}'", "it must be a plain file name");
            if (!seen.Add(name!))
                throw limits.Fault("name", $"'{name}'", "it is listed twice");
            if (file!.Sha256 is not { Length: 64 } hash || !hash.All(char.IsAsciiHexDigitLower))
                throw limits.Fault("sha256", $"'{file.Sha256}'", "it must be 64 lower-case hexadecimal digits");
            limits.Within("bytes", file.Bytes, 1, long.MaxValue);
        }
    }

    private static void VerifySize(string path, ManifestFile file)
    {
        var found = new FileInfo(path);
        if (!found.Exists)
            throw new CheckpointException($"{file.Name} is listed in {CheckpointFiles.Manifest} but missing.");

        RequireNoLink(path);
        if (found.Length != file.Bytes)
            throw new CheckpointException($"{file.Name} has {found.Length} bytes; {CheckpointFiles.Manifest} lists {file.Bytes}.");
    }

    private static void RequireNoLink(string path)
    {
        if (File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint))
            throw new CheckpointException($"{Path.GetFileName(path)} is a link; a checkpoint holds plain files only.");
    }

    private static ManifestFile Describe(string directory, string name)
    {
        var path = Path.Combine(directory, name);
        RequireNoLink(path);
        return new(name, new FileInfo(path).Length, Hash(path));
    }

    private static string Hash(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{Path.GetFileName(path)} cannot be read: {error.Message}", error);
        }
    }

    private static IEnumerable<string> VisibleFiles(string directory) =>
        Directory.EnumerateFiles(directory)
            .Select(path => Path.GetFileName(path))
            .Where(name => name[0] != '.' && name != CheckpointFiles.Manifest);
}
