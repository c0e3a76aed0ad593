using System.Diagnostics;
using System.Text.Json.Nodes;
using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.EndToEnd.Tests.Clients;

/// <summary>A script that drives a public client and prints lines of JSON.</summary>
internal sealed class ClientScript : IDisposable
{
    private const int OldestNode = 20;   // the identity provider's

    private readonly Process _node;
    private readonly Task<string> _complaints;

    public ClientScript(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        _node = Process.Start(start)!;
        _complaints = _node.StandardError.ReadToEndAsync(Cancel);
    }

    public static bool CanRun => Packages.All(package => Directory.Exists(Path.Combine(Folder, "node_modules", package))) && HasNode();

    /// <summary>One of each time that something was added: an installation from before is not enough.</summary>
    private static string[] Packages { get; } = ["deepl-node", "openapi-typescript", "@browsermt/bergamot-translator", "ctranslate2", "oidc-provider"];

    private static string Folder { get; } = RepositoryFiles.In("tests/EndToEnd.Tests/Clients");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What the script prints when it is asked of a service.</summary>
    public static async Task<JsonNode> RunAsync(string script, Uri service, params string[] arguments)
    {
        using var running = new ClientScript(script, [service.ToString().TrimEnd('/'), .. arguments]);
        return await running.NextAsync();
    }

    /// <summary>The next line that it prints.</summary>
    public async Task<JsonNode> NextAsync()
    {
        var line = await _node.StandardOutput.ReadLineAsync(Cancel);
        return line is null
            ? throw new InvalidOperationException($"The client failed: {await _complaints}")
            : JsonNode.Parse(line)!;
    }

    public void Dispose()
    {
        if (!_node.HasExited)
            _node.Kill(entireProcessTree: true);
        _node.Dispose();
    }

    private static bool HasNode()
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true });
            var version = node!.StandardOutput.ReadToEnd();   // v20.20.2
            node.WaitForExit();
            return Version.TryParse(version.Trim().TrimStart('v'), out var found) && found.Major >= OldestNode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
