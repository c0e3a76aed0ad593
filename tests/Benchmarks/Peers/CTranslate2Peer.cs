using System.Diagnostics;
using System.Text.Json.Nodes;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.EndToEnd.Tests.Interchange;

namespace Seq2SeqService.Benchmarks.Peers;

/// <summary>CTranslate2 in a process of its own, with an export of the same version.</summary>
internal sealed class CTranslate2Peer : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ctranslate2-");

    public CTranslate2Peer(Checkpoint checkpoint, bool in8Bits, IReadOnlyList<string> lines, string target)
    {
        CTranslate2Directory.Write(checkpoint, Model, in8Bits);
        File.WriteAllLines(Lines, checkpoint.Directions.Count > 1 ? lines.Select(line => $">>{target}<< {line}") : lines);
    }

    private string Model => Path.Combine(_folder.FullName, "model");

    private string Lines => Path.Combine(_folder.FullName, "lines.txt");

    /// <summary>The second of two turns; the first warms up.</summary>
    public (double Seconds, string[] Translations) Run(int beam, int rows)
    {
        string[] arguments = [Script(), Model, Lines, _folder.FullName, $"{beam}", $"{rows}", "2", "1"];
        using var node = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true }) ?? throw new InvalidOperationException("Node does not start.");
        var printed = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        var answer = JsonNode.Parse(printed) ?? throw new InvalidOperationException("CTranslate2 says nothing. Its package is installed by npm ci --prefix tests/EndToEnd.Tests/Clients.");
        return ((double)answer["seconds"]!, [.. answer["translations"]!.AsArray().Select(translation => (string)translation!["text"]!)]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Script()
    {
        const string Solution = "Seq2SeqService.sln", Inside = "tests/EndToEnd.Tests/Clients/ctranslate2.js";
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return Path.Combine(folder.FullName, Inside);
        }

        throw new InvalidOperationException($"Nothing above {AppContext.BaseDirectory} holds {Solution}.");
    }
}
