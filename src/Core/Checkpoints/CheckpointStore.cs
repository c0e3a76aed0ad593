using System.Globalization;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// The layout of a model store: <c>&lt;root&gt;/&lt;model&gt;/&lt;version&gt;/</c>. The newest version of a model is the last in
/// <see cref="VersionOrder"/>; versions that the publisher names are UTC time stamps (<c>yyyyMMdd-HHmmss</c>, with <c>-2</c>, <c>-3</c> …
/// when the second is taken), so each new one comes last.
/// </summary>
public static class CheckpointStore
{
    /// <summary>Ending of a directory that is being written; no reader looks into it.</summary>
    public const string PartialSuffix = ".partial";

    private const string StampFormat = "yyyyMMdd-HHmmss";

    /// <summary>Names of the models of a store; empty where the root does not exist.</summary>
    public static IReadOnlyList<string> Models(string root) => Directories(root, StringComparer.Ordinal);

    /// <summary>The published versions of a model, oldest first: the last is the newest.</summary>
    public static IReadOnlyList<string> Versions(string root, string model) => Directories(Path.Combine(root, model), VersionOrder.Instance);

    /// <summary>The directory of one version.</summary>
    public static string PathOf(string root, string model, string version) => Path.Combine(root, model, version);

    /// <summary>A name for the version to be published now that sorts behind all others, also when the clock was set back.</summary>
    internal static string NextVersion(IReadOnlyList<string> versions, DateTimeOffset now)
    {
        var stamp = now.UtcDateTime.ToString(StampFormat, CultureInfo.InvariantCulture);
        if (versions.Count == 0 || VersionOrder.Instance.Compare(versions[^1], stamp) < 0)
            return stamp;

        var newest = versions[^1];
        if (!IsStamp(newest, out var taken, out var number))
            throw new CheckpointException($"The newest version is '{newest}', which a time stamp would not follow: name the new version yourself.");

        return $"{taken}-{number + 1}";
    }

    private static bool IsStamp(string version, out string stamp, out int number)
    {
        stamp = version.Length >= StampFormat.Length ? version[..StampFormat.Length] : "";
        number = 1;
        return DateTime.TryParseExact(stamp, StampFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && (version.Length == stamp.Length
                || (version[stamp.Length] == '-'
                    && int.TryParse(version.AsSpan(stamp.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number)
                    && number < int.MaxValue));
    }

    private static IReadOnlyList<string> Directories(string parent, IComparer<string> order) =>
        Directory.Exists(parent)
            ? [.. Directory.EnumerateDirectories(parent)
                .Select(path => Path.GetFileName(path))
                .Where(name => CheckpointFiles.IsPlainName(name) && !name.EndsWith(PartialSuffix, StringComparison.Ordinal))
                .Order(order)]
            : [];
}
