using System.Xml.Linq;

namespace Seq2SeqService.EndToEnd.Tests.Repository;

/// <summary>The rooms under <c>src/</c> and the arrows between them, as they are allowed and as the project files draw them.</summary>
internal static class Rooms
{
    private const string TorchProvider = "TorchProvider.props";   // our binding or the official packages, by a setting

    /// <summary>Which rooms a room may see; every arrow points one way.</summary>
    public static IReadOnlyDictionary<string, string[]> Arrows { get; } = new Dictionary<string, string[]>
    {
        ["Api"] = ["Core", "Inference"],
        ["Training"] = ["Core", "Inference", "Networks", "Torch"],
        ["Inference"] = ["Core", "Networks", "Torch"],
        ["Networks"] = ["Core", "Torch"],
        ["Torch"] = [],
        ["Core"] = [],
        ["Client"] = [],
        ["Cli"] = ["Client"],
    };

    /// <summary>Arrows that only some folders of a room may follow.</summary>
    public static IReadOnlyList<NarrowArrow> NarrowArrows { get; } =
    [
        // Serving is managed code; libtorch stays behind the one engine that needs it.
        new("Inference", ["Engines/Torch"], "Networks", ["Seq2SeqService.Networks"]),
        new("Inference", ["Engines/Torch"], "Torch", ["TorchSharp"]),

        // Learning knows nothing of serving; what judges, shows and publishes a model decodes with the code that serves.
        new("Training", ["Commands", "Publishing", "Validation"], "Inference", ["Seq2SeqService.Inference"]),

        // What the official packages lack is asked for in two places, which do without where they are.
        new("Training", ["Optimization", "Ranks"], "Torch's extras", ["TorchSharp.Extras"]),
    ];

    /// <summary>The rooms that <paramref name="room"/>'s project file names.</summary>
    public static IReadOnlyList<string> ReferencesOf(string room)
    {
        var project = XDocument.Parse(RepositoryFiles.Read($"src/{room}/{room}.csproj"));
        var named = Values(project, "ProjectReference", "Include").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        var provider = Values(project, "Import", "Project").Where(path => path.EndsWith(TorchProvider, StringComparison.Ordinal)).Select(_ => "Torch");
        return [.. named.Concat(provider).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Values(XDocument project, string element, string attribute) =>
        project.Descendants(element).Select(found => found.Attribute(attribute)?.Value).OfType<string>();
}

/// <summary>An arrow from <paramref name="Room"/> to <paramref name="To"/> that only <paramref name="Folders"/> may follow.</summary>
/// <param name="Words">What code that follows the arrow says.</param>
internal sealed record NarrowArrow(string Room, string[] Folders, string To, string[] Words)
{
    public bool Allows(string file) => Folders.Any(folder => file.StartsWith($"src/{Room}/{folder}/", StringComparison.Ordinal));

    public bool IsFollowedBy(string line) => Words.Any(word => WithoutComment(line).Contains(word, StringComparison.Ordinal));

    private static string WithoutComment(string line) =>
        line.IndexOf("//", StringComparison.Ordinal) is >= 0 and var start ? line[..start] : line;
}
