using System.Globalization;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.Marian;

/// <summary>
/// Options as Marian writes them: of YAML only what it uses for that, a key and a value or a list of values a line. Deeper levels are skipped.
/// </summary>
internal sealed class MarianOptions
{
    private readonly string _file;
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    private MarianOptions(string file) => _file = file;

    public static MarianOptions Parse(string text, string file)
    {
        var options = new MarianOptions(file);
        List<string> last = [];
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r', ' ', '\t', '\0')))
        {
            var content = line.TrimStart(' ');
            if (content.StartsWith("- ", StringComparison.Ordinal))
                last.Add(Plain(content[2..]));
            else if (content.Length == line.Length && content.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && content[0] != '#')
                options._values[Plain(content[..colon])] = last = Values(content[(colon + 1)..]);
        }

        return options;
    }

    /// <summary>All values of a key; none where it is not there.</summary>
    public IReadOnlyList<string> All(string key) => _values.TryGetValue(key, out var values) ? values : [];

    /// <summary>The value of a key, or <paramref name="standard"/> where it is not there.</summary>
    public string Text(string key, string standard) => All(key) is [var value, ..] ? value : standard;

    public bool Is(string key) => Text(key, "false") == "true";

    public int Number(string key, int standard, int most)
    {
        var text = Text(key, "");
        if (text.Length == 0)
            return standard;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= most
            ? value
            : throw new CheckpointException($"{_file}: '{key}' is {text}; it must be a number up to {most}.");
    }

    public double Real(string key, double standard) =>
        double.TryParse(Text(key, ""), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : standard;

    /// <summary>Refuses another value than <paramref name="known"/>; a key that is not there has <paramref name="standard"/>.</summary>
    public void Require(string key, string standard, params ReadOnlySpan<string> known)
    {
        var value = Text(key, standard);
        if (!known.Contains(value))
        {
            var list = string.Join(", ", known.ToArray().Select(one => $"'{one}'"));
            throw new CheckpointException($"{_file}: the model was trained with '{key}: {value}', which is not imported; {list} can be.");
        }
    }

    private static List<string> Values(string text)
    {
        var value = text.Trim();
        if (value.StartsWith('[') && value.EndsWith(']'))
            return [.. value[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Plain)];

        return value.Length == 0 ? [] : [Plain(value)];
    }

    private static string Plain(string text)
    {
        var value = text.Trim();
        return value == "~" ? "" : value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
    }
}
