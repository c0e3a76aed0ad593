using System.Globalization;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Buckets;

/// <summary>A version in the bucket whose manifest is there, so that its publisher is done.</summary>
/// <param name="Files">Its objects by the name that they would have as files.</param>
internal sealed record BucketVersion(string Model, string Version, IReadOnlyDictionary<string, BucketObject> Files)
{
    /// <summary>Another one whenever any object of the version is another.</summary>
    public string Content => string.Join('\n', Files.OrderBy(file => file.Key, StringComparer.Ordinal)
        .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Key} {file.Value.Bytes} {file.Value.Tag}")));

    /// <summary>
    /// The versions of a listing. Keys come from outside: only <c>PREFIX MODEL/VERSION/FILE</c> of plain names counts
    /// (<see cref="CheckpointFiles.IsPlainName"/>), which cannot leave the models directory, and everything else is passed over.
    /// </summary>
    public static IReadOnlyList<BucketVersion> Of(IEnumerable<BucketObject> objects, string prefix) =>
        [.. from found in objects
            let names = Names(found.Key, prefix)
            where names is not null
            group (names[2], found) by (Model: names[0], Version: names[1]) into version
            let files = version.DistinctBy(file => file.Item1).ToDictionary(file => file.Item1, file => file.found)
            where files.ContainsKey(CheckpointFiles.Manifest)
            select new BucketVersion(version.Key.Model, version.Key.Version, files)];

    private static string[]? Names(string key, string prefix)
    {
        if (!key.StartsWith(prefix, StringComparison.Ordinal))
            return null;

        var names = key[prefix.Length..].Split('/');
        return names.Length == 3
            && names.All(CheckpointFiles.IsPlainName)
            && !names.Any(name => name.EndsWith(CheckpointStore.PartialSuffix, StringComparison.Ordinal))
                ? names
                : null;
    }
}
