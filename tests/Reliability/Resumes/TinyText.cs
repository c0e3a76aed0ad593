using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Seq2SeqService.Reliability.Resumes;

/// <summary>An entry of <c>data.train</c>, <c>data.valid</c> or <c>publish.tests</c>, and the files that it names.</summary>
internal sealed class TinyText(string folder, JsonObject entry)
{
    private static readonly string[] Words = ["red", "green", "blue", "one", "two", "three", "cat", "dog", "sun", "moon", "salt", "rain"];

    public void Write(int count)
    {
        var pairs = Pairs(count);
        if (entry["tsv"] is { } columns)
            WriteLines(columns, pairs.Select(pair => $"{pair.Source}\t{pair.Target}"));
        else if (entry["jsonl"] is { } objects)
            WriteLines(objects, pairs.Select(pair => Fields(pair.Source, pair.Target).ToJsonString()));
        else if (entry["tmx"] is { } memory)
            WriteLines(memory, [Memory(pairs).ToString()]);
        else
            WriteSides(pairs);
    }

    private void WriteSides(List<(string Source, string Target)> pairs)
    {
        WriteLines(entry["source"]!, pairs.Select(pair => pair.Source));
        if (entry["target"] is { } target)
            WriteLines(target, pairs.Select(pair => pair.Target));
    }

    /// <summary>Other pairs for every entry, the same ones each time.</summary>
    private List<(string Source, string Target)> Pairs(int count)
    {
        var random = new Random(entry.ToJsonString().Aggregate(count, (sum, letter) => unchecked((sum * 31) + letter)));
        return [.. Enumerable.Range(0, count).Select(_ => random.GetItems(Words, random.Next(2, 6))).Select(words => (string.Join(' ', words), string.Join(' ', words.Reverse())))];
    }

    private JsonObject Fields(string source, string target)
    {
        var line = new JsonObject();
        foreach (var (key, otherwise, text) in new[] { ("sourceField", "source", source), ("targetField", "target", target) })
        {
            var path = ((string?)entry[key] ?? otherwise).Split('.');
            var held = line;
            foreach (var name in path[..^1])
                held = (JsonObject)(held[name] ??= new JsonObject());
            held[path[^1]] = text;
        }

        return line;
    }

    private XDocument Memory(List<(string Source, string Target)> pairs)
    {
        XElement Variant(string key, string text) => new("tuv", new XAttribute(XNamespace.Xml + "lang", (string)entry[key]!), new XElement("seg", text));
        return new(new XElement("tmx", new XAttribute("version", "1.4"), new XElement("body",
            pairs.Select(pair => new XElement("tu", Variant("sourceLanguage", pair.Source), Variant("targetLanguage", pair.Target))))));
    }

    private void WriteLines(JsonNode name, IEnumerable<string> lines)
    {
        var path = Path.Combine(folder, (string)name!);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using Stream file = File.Create(path);
        using Stream packed = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var text = new StreamWriter(packed);
        foreach (var line in lines)
            text.Write($"{line}\n");
    }
}
