using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Seq2SeqService.EndToEnd.Tests.Repository;

public sealed partial class PackageTests
{
    private const string Pins = "Directory.Packages.props";
    private const string Reasons = "docs/decisions/0003-packages.md";

    [Fact]
    public void Every_package_is_pinned_to_one_exact_version()
    {
        foreach (var (name, version) in Pinned())
            Assert.True(ExactVersion().IsMatch(version), $"{name} {version} in {Pins} is not one exact version.");
    }

    [Fact]
    public void Projects_name_packages_and_leave_the_version_to_the_pins()
    {
        var pinned = Pinned().Select(package => package.Name).ToHashSet();

        foreach (var (file, reference) in References())
        {
            var name = reference.Attribute("Include")?.Value ?? "";
            Assert.True(pinned.Contains(name), $"{file}: {name} is not pinned in {Pins}.");
            Assert.Null(reference.Attribute("Version"));
            Assert.Null(reference.Attribute("VersionOverride"));
        }
    }

    [Fact]
    public void Every_package_has_a_sentence_that_says_why()
    {
        var reasons = RepositoryFiles.Read(Reasons);
        Strays.AreNone(Pinned().Select(package => package.Name).Where(name => !reasons.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_project_has_a_lock_file() =>
        Assert.All(RepositoryFiles.Below(".", ".csproj"), project =>
            Assert.True(File.Exists(RepositoryFiles.In($"{project[..project.LastIndexOf('/')]}/packages.lock.json")), $"{project} has no packages.lock.json."));

    private static IEnumerable<(string Name, string Version)> Pinned() =>
        XDocument.Parse(RepositoryFiles.Read(Pins)).Descendants("PackageVersion")
            .Select(package => (package.Attribute("Include")?.Value ?? "", package.Attribute("Version")?.Value ?? ""));

    private static IEnumerable<(string File, XElement Reference)> References() =>
        from file in RepositoryFiles.Below(".", ".csproj", ".props", ".targets")
        from reference in XDocument.Parse(RepositoryFiles.Read(file)).Descendants("PackageReference")
        select (file, reference);

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.-]+)?$")]
    private static partial Regex ExactVersion();
}
