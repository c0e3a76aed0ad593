using System.Text.Json.Nodes;
using Seq2SeqService.Core.Scores;

namespace Seq2SeqService.Core.Tests.Scores;

/// <summary>The figures of sacreBLEU's own tests.</summary>
internal static class SacreBleuVectors
{
    private static readonly JsonObject Root = JsonNode.Parse(File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "Scores", "Data", "sacrebleu-vectors.json")))!.AsObject();

    public static IEnumerable<JsonNode> Cases(string name) => Root[name]!.AsArray().Select(node => node!);

    public static JsonNode Single(string name) => Root[name]!;

    public static IReadOnlyList<string> Strings(this JsonNode node) => [.. node.AsArray().Select(item => item!.GetValue<string>())];

    public static IReadOnlyList<IReadOnlyList<string>> Lists(this JsonNode node) => [.. node.AsArray().Select(item => item!.Strings())];

    public static BleuTokenizer Tokenizer(string name) => name switch
    {
        "13a" => BleuTokenizer.V13a,
        "zh" => BleuTokenizer.Zh,
        "char" => BleuTokenizer.Characters,
        "intl" => BleuTokenizer.Intl,
        "none" => BleuTokenizer.None,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    public static BleuSmoothing Smoothing(string name) => name switch
    {
        "exp" => BleuSmoothing.Exp,
        "floor" => BleuSmoothing.Floor,
        "add-k" => BleuSmoothing.AddK,
        "none" => BleuSmoothing.None,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
