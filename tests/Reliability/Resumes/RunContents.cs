using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Reliability.Resumes;

/// <summary>What two runs must have in common, byte for byte, and where they do not.</summary>
internal static class RunContents
{
    /// <summary>Names of what differs; none where the runs are equal.</summary>
    public static IReadOnlyList<string> Differences(string whole, string killed) =>
    [
        .. Tensors(whole, killed),
        .. Differs("position", Position(whole), Position(killed)),
        .. Differs("best table and weights", Files(whole, "best"), Files(killed, "best")),
        .. Differs("losses and scores of the log", Validations(whole), Validations(killed)),
        .. Differs("vocabulary", Files(whole, "vocabulary"), Files(killed, "vocabulary")),
        .. Differs("what the filters did", File.ReadAllText(Path.Combine(whole, "data.json")), File.ReadAllText(Path.Combine(killed, "data.json"))),
    ];

    /// <summary>Update of the last save; 0 where there is none.</summary>
    public static int SavedStep(string run) =>
        new[] { "state", "state.previous" }.Select(name => Path.Combine(run, name, "position.json")).FirstOrDefault(File.Exists) is { } path ? (int)JsonNode.Parse(File.ReadAllText(path))!["Step"]! : 0;

    /// <summary>Update of the last validation that the log has.</summary>
    public static int LoggedStep(string run) => Entries(run).Select(entry => (int)entry["step"]!).DefaultIfEmpty().Last();

    /// <summary>Files below a directory with their bytes, as one text.</summary>
    public static string Files(string run, string name, params string[] except)
    {
        var directory = Path.Combine(run, name);
        return !Directory.Exists(directory) ? "" : string.Join('\n', Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(path => !except.Contains(Path.GetFileName(path)))
            .Select(path => $"{Path.GetRelativePath(directory, path)} {Hash(path)}"));
    }

    private static List<string> Tensors(string whole, string killed)
    {
        using var expected = SafetensorsReader.Open(Path.Combine(whole, "state", "tensors.safetensors"));
        using var actual = SafetensorsReader.Open(Path.Combine(killed, "state", "tensors.safetensors"));
        var differ = expected.Tensors.Where(tensor => !actual.Contains(tensor.Name) || !Bits(expected, tensor).SequenceEqual(Bits(actual, actual.Find(tensor.Name))));
        return [.. differ.GroupBy(tensor => Kind(tensor.Name), (kind, found) => $"{kind} ({found.Count()} tensors)")];
    }

    private static IEnumerable<int> Bits(SafetensorsReader reader, SafetensorsEntry tensor) => reader.ReadSingles(tensor).Select(BitConverter.SingleToInt32Bits);

    private static string Kind(string tensor) => tensor.Split('.')[0] switch
    {
        "mean" or "square" => "moments of the optimizer",
        "average" => "averaged weights",
        _ => "weights",
    };

    /// <summary>Without the time, which no two runs share, and what is measured by it.</summary>
    private static string Position(string run)
    {
        var position = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "state", "position.json")))!.AsObject();
        position.Remove("Spent");
        position.Remove("PeakShare");
        return position.ToJsonString();
    }

    private static string Validations(string run) => string.Join('\n', Entries(run).Select(entry =>
    {
        foreach (var timed in new[] { "hours", "tokensPerSecond", "peakShare" })
            entry.Remove(timed);
        return entry.ToJsonString();
    }));

    /// <summary>Validations of the log; alarms are counted anew by each process.</summary>
    private static IEnumerable<JsonObject> Entries(string run)
    {
        var path = Path.Combine(run, "log.jsonl");
        return !File.Exists(path) ? [] : File.ReadLines(path).Select(Parse).OfType<JsonObject>().Where(entry => entry["validLoss"] is not null);
    }

    /// <summary>Null for a line that a kill has torn.</summary>
    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    private static IEnumerable<string> Differs(string what, string expected, string actual) => expected == actual ? [] : [what];
}
