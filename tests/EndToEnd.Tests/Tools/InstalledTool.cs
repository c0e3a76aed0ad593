using System.IO.Compression;
using Seq2SeqService.EndToEnd.Tests.Bundled;
using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.EndToEnd.Tests.Tools;

/// <summary>Packs the client and the command once, and installs the command from the packages as a user would, without a feed of the network; and starts a service for it.</summary>
public sealed class InstalledTool : IAsyncLifetime
{
    private const string Id = "Seq2SeqService.Cli";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("packages-");
    private readonly RunningService _service = new(BundledModel.Store, ("Serilog:MinimumLevel", "Fatal"));

    public string Packages => Path.Combine(_folder.FullName, "packages");

    private string Tools => Path.Combine(_folder.FullName, "tools");

    public async ValueTask InitializeAsync()
    {
        foreach (var project in (string[])["Client", "Cli"])
            await SucceedAsync("pack", RepositoryFiles.In($"src/{project}"), "-c", "Release", "-o", Packages, "--artifacts-path", Path.Combine(_folder.FullName, "artifacts"), "-p:UseSharedCompilation=false");

        var config = Path.Combine(_folder.FullName, "nuget.config");
        await File.WriteAllTextAsync(
            config, $"""<configuration><packageSources><clear /><add key="local" value="{Packages}" /></packageSources></configuration>""", TestContext.Current.CancellationToken);
        await SucceedAsync("tool", "install", Id, "--tool-path", Tools, "--configfile", config);

        using var http = new HttpClient { BaseAddress = _service.Address };
        await Condition.MetAsync(async () => (await http.GetAsync("health/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>The names of all that a package holds.</summary>
    public IReadOnlyList<string> FilesOf(string package)
    {
        using var archive = ZipFile.OpenRead(Directory.GetFiles(Packages, package).Single());
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    internal Task<Command> RunAsync(string input, params string[] arguments) =>
        Command.RunAsync(Path.Combine(Tools, OperatingSystem.IsWindows() ? "translate.exe" : "translate"), arguments, input, ("SEQ2SEQ_SERVER", _service.Address.ToString()));

    private static async Task SucceedAsync(params string[] arguments)
    {
        // Nodes that stay behind would keep the test's pipes open.
        var done = await Command.RunAsync("dotnet", arguments, "", ("MSBUILDDISABLENODEREUSE", "1"));
        Assert.True(done.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {done.Output} {done.Errors}");
    }
}
