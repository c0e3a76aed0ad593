using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seq2SeqService.Reliability.Formats;

/// <summary>
/// Writes JSON again with deviations: values of other types, numbers beyond all bounds, names left out, twice or unknown, broken Unicode, deep
/// nests. What comes out is JSON mostly, so that it gets past the parser.
/// </summary>
/// <param name="names">Names that mean something to the reader.</param>
internal sealed class JsonMutation(IReadOnlyList<string> names)
{
    private const int MaxNest = 3000;

    private static readonly string[] Numbers =
        ["0", "1", "-1", "2", "7", "127", "1000", "65536", "2147483647", "2147483648", "-2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551616", "0.5", "1.0", "1e3", "1e-400", "1e309", "-0", "123456789012345678901234567890"];

    private static readonly string[] Texts =
        ["", " ", "a", "en", "de", "auto", "null", "\\u0000", "\\ud800", "\\udc00\\ud800", "\\ud83d\\ude42", "\\u202e", "\\/", "../../etc/passwd", "a\\nb", "<b>x</b>", "%s%n", "'; DROP TABLE x", "e\\u0301", "İ", "漢字", "🙂"];

    /// <summary>The text of a value with about <paramref name="rate"/> deviations for each of its nodes.</summary>
    public string Write(JsonNode? value, Random random, double rate)
    {
        var text = new StringBuilder();
        Write(value, random, rate, text);
        return text.ToString();
    }

    /// <summary>Any value at all.</summary>
    public string Anything(Random random)
    {
        var text = new StringBuilder();
        Anything(random, text, depth: 0);
        return text.ToString();
    }

    private void Write(JsonNode? value, Random random, double rate, StringBuilder text)
    {
        if (random.NextDouble() < rate)
        {
            Anything(random, text, depth: 0);
            return;
        }

        switch (value)
        {
            case JsonObject members:
                WriteMembers(members, random, rate, text);
                break;
            case JsonArray items:
                WriteItems(items, random, rate, text);
                break;
            case null:
                text.Append("null");
                break;
            default:
                text.Append(value.ToJsonString());
                break;
        }
    }

    private void WriteMembers(JsonObject members, Random random, double rate, StringBuilder text)
    {
        var all = members.ToList();
        if (random.NextDouble() < rate && all.Count > 0)
            all.RemoveAt(random.Next(all.Count));
        if (random.NextDouble() < rate && all.Count > 0)
            all.Add(all[random.Next(all.Count)]);   // twice
        if (random.NextDouble() < rate)
            all.Insert(random.Next(all.Count + 1), KeyValuePair.Create(names[random.Next(names.Count)], (JsonNode?)null));

        text.Append('{');
        var separator = "";
        foreach (var (name, value) in all)
        {
            text.Append(separator).Append(Name(name, random, rate)).Append(':');
            if (value is null && random.Next(2) == 0)
                Anything(random, text, depth: 1);
            else
                Write(value, random, rate, text);
            separator = ",";
        }

        text.Append('}');
    }

    private void WriteItems(JsonArray items, Random random, double rate, StringBuilder text)
    {
        text.Append('[');
        var separator = "";
        foreach (var item in items)
        {
            if (random.NextDouble() < rate)
                continue;

            for (var times = random.NextDouble() < rate ? random.Next(1, 200) : 1; times > 0; times--)
            {
                text.Append(separator);
                Write(item, random, rate, text);
                separator = ",";
            }
        }

        text.Append(']');
    }

    private static string Name(string name, Random random, double rate) => random.NextDouble() < rate
        ? $"\"{Texts[random.Next(Texts.Length)]}\""
        : JsonSerializer.Serialize(name);

    private void Anything(Random random, StringBuilder text, int depth)
    {
        switch (random.Next(depth > 3 ? 5 : 9))
        {
            case 0:
                text.Append("null");
                break;
            case 1:
                text.Append(random.Next(2) == 0 ? "true" : "false");
                break;
            case 2:
                text.Append(Numbers[random.Next(Numbers.Length)]);
                break;
            case 3:
                text.Append('"').Append(Texts[random.Next(Texts.Length)]).Append('"');
                break;
            case 4:
                text.Append(CultureInfo.InvariantCulture, $"\"{new string('x', 1 << random.Next(12))}\"");
                break;
            case 5 or 6:
                var isList = random.Next(2) == 0;
                text.Append(isList ? '[' : '{');
                for (var left = random.Next(4); left > 0; left--)
                {
                    text.Append(isList ? "" : JsonSerializer.Serialize(names[random.Next(names.Count)]) + ":");
                    Anything(random, text, depth + 1);
                    text.Append(left > 1 ? "," : "");
                }

                text.Append(isList ? ']' : '}');
                break;
            case 7:
                Nest(random, text);
                break;
            default:
                text.Append(Numbers[random.Next(Numbers.Length)]);
                break;
        }
    }

    private void Nest(Random random, StringBuilder text)
    {
        var (depth, name) = (random.Next(20) == 0 ? random.Next(MaxNest) : random.Next(80), JsonSerializer.Serialize(names[random.Next(names.Count)]));
        var isList = random.Next(2) == 0;
        text.Insert(text.Length, isList ? "[" : $"{{{name}:", depth).Append('1');
        text.Insert(text.Length, isList ? "]" : "}", depth);
    }
}
