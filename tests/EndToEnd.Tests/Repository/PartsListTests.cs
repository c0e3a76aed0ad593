using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Seq2SeqService.EndToEnd.Tests.Repository;

/// <summary>The parts list that <c>scripts/sbom.sh</c> makes is what the lock files say, and restores keep to them.</summary>
public sealed class PartsListTests
{
    [Theory]
    [InlineData("src/Api")]
    [InlineData("src/Training")]
    [InlineData("src/Cli")]
    public async Task Every_package_of_the_lock_file_is_listed_once_with_version_and_hash(string project)
    {
        var locked = JsonNode.Parse(RepositoryFiles.Read($"{project}/packages.lock.json"))!["dependencies"]!.AsObject()
            .SelectMany(framework => framework.Value!.AsObject())
            .Where(package => (string?)package.Value!["type"] != "Project")
            .Select(package => (package.Key, (string?)package.Value!["resolved"], (string?)package.Value["contentHash"]))
            .Distinct().Order();

        var list = await ListAsync(project);

        Assert.Equal(("CycloneDX", "1.6"), ((string?)list["bomFormat"], (string?)list["specVersion"]));
        Assert.Equal(locked, list["components"]!.AsArray()
            .Select(part => ((string)part!["name"]!, (string?)part["version"], (string?)part["properties"]![0]!["value"])).Order());
    }

    [Fact]
    public async Task Every_part_is_needed_by_another_and_references_lead_somewhere()
    {
        var list = await ListAsync("src/Api");
        var own = (string)list["metadata"]!["component"]!["bom-ref"]!;
        var parts = list["components"]!.AsArray().Select(part => (string)part!["bom-ref"]!).ToHashSet();
        var dependencies = list["dependencies"]!.AsArray().ToDictionary(one => (string)one!["ref"]!, one => one!["dependsOn"]!.AsArray().Select(needed => (string)needed!).ToList());

        Assert.Equal(parts.Append(own).Order(), dependencies.Keys.Order());
        Assert.Equal(parts.Order(), dependencies.Values.SelectMany(needed => needed).Distinct().Order());
        Assert.All(list["components"]!.AsArray(), part => Assert.Equal($"pkg:nuget/{part!["name"]}@{part["version"]}", (string?)part["purl"]));
    }

    [Fact]
    public void Restores_of_a_pipeline_change_no_lock_file_and_packages_are_audited()
    {
        var settings = RepositoryFiles.Read("Directory.Build.props");

        Assert.Contains("<RestoreLockedMode Condition=\"'$(CI)' == 'true' And '$(TorchProvider)' == 'own'\">true</RestoreLockedMode>", settings, StringComparison.Ordinal);
        Assert.Contains("<NuGetAudit>true</NuGetAudit>", settings, StringComparison.Ordinal);
        Assert.Contains("<NuGetAuditMode>all</NuGetAuditMode>", settings, StringComparison.Ordinal);
        Assert.Contains("<NuGetAuditLevel>low</NuGetAuditLevel>", settings, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> ListAsync(string project)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "jq"))), "There is no jq here (Debian: apt-get install jq).");
        using var process = Process.Start(new ProcessStartInfo(RepositoryFiles.In("scripts/sbom.sh"), [project]) { RedirectStandardOutput = true, WorkingDirectory = RepositoryFiles.Root })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return JsonNode.Parse(output)!;
    }
}
