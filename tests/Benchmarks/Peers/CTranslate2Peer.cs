using System.Diagnostics;
using System.Text.Json.Nodes;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.EndToEnd.Tests.Interchange;
using Seq2SeqService.Reliability;

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
        string[] arguments = [Repository.At("tests/EndToEnd.Tests/Clients/ctranslate2.js"), Model, Lines, _folder.FullName, $"{beam}", $"{rows}", "2", "1"];
        using var node = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true }) ?? throw new InvalidOperationException("Node does not start.");
        var printed = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        var answer = JsonNode.Parse(printed) ?? throw new InvalidOperationException("CTranslate2 says nothing. Its package is installed by npm ci --prefix tests/EndToEnd.Tests/Clients.");
        return ((double)answer["seconds"]!, [.. answer["translations"]!.AsArray().Select(translation => (string)translation!["text"]!)]);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
