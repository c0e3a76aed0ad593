using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.EndToEnd.Tests.Deployment;

/// <summary>Files of YAML as JSON, once their schemas have found no fault with them.</summary>
internal static class Schemas
{
    private static readonly string Folder = RepositoryFiles.In("tests/EndToEnd.Tests/Deployment");

    private static readonly ConcurrentDictionary<string, Lazy<Task<JsonNode>>> Rendered = new();

    /// <summary>A folder of deploy/kubernetes as Kustomize renders it: its documents. The compiler takes seconds for each folder, so it is asked once.</summary>
    public static async Task<IReadOnlyList<JsonNode>> RenderedAsync(string folder)
    {
        var documents = await Rendered.GetOrAdd(folder, name => new(() => RenderAsync(name))).Value;
        return [.. documents.AsArray().OfType<JsonNode>()];
    }

    /// <summary>What a script of this folder makes of some YAML.</summary>
    /// <exception cref="InvalidOperationException">The schema finds a fault; the message has it.</exception>
    public static async Task<JsonNode> HeldAsync(string script, string yaml)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules", "kubernetes-models")), "The schemas are missing (npm ci --prefix tests/EndToEnd.Tests/Deployment).");
        return JsonNode.Parse(await RunAsync("node", [Path.Combine(Folder, script)], yaml))!;
    }

    private static async Task<JsonNode> RenderAsync(string folder)
    {
        Assert.SkipUnless(await HasKustomizeAsync(), "kubectl with Kustomize 5 is not installed.");
        return await HeldAsync("manifests.mjs", await RunAsync("kubectl", ["kustomize", RepositoryFiles.In($"deploy/kubernetes/{folder}")]));
    }

    private static async Task<bool> HasKustomizeAsync()
    {
        try
        {
            return (await RunAsync("kubectl", ["version", "--client"])).Contains("Kustomize Version: v5", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)   // none, or one from before Kustomize was named
        {
            return false;
        }
    }

    private static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string input = "")
    {
        var cancel = TestContext.Current.CancellationToken;
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancel);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancel);

        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await errors}");
    }
}
