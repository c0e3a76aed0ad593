using System.Text;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Reliability.Formats;

/// <summary>Readers of the service's own: the file of keys, and the entries of glossaries.</summary>
internal sealed class ServiceReaders(string folder)
{
    private const string Key = """
        {"id":"3f9c0a12b4d7","name":"the newspaper","scopes":["translate","documents"],"sha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","created":"2026-11-22T04:00:00+00:00","expires":"2027-01-31T00:00:00+00:00"}
        """;

    private static readonly string[] KeySpecial =
        ["{", "}", "[", "]", "\"", ":", ",", "\\u0000", "\\ud800", "null", "\"id\"", "\"name\"", "\"scopes\"", "\"sha256\"", "\"created\"", "\"revoked\"", "\"operate\"", "\n", "\r\n", "9999-12-31T23:59:59Z", "000000000000"];

    private static readonly string[] EntrySpecial = ["\t", ",", "\"", "\"\"", "\n", "\r", "\r\n", "en", "de", "\",\"", "\0", "\u2028", " "];

    public IEnumerable<FormatReader> All =>
    [
        new("keys", new TextMutation([Key, $"{Key}\n\n{Key.Replace("3f9c", "aaaa", StringComparison.Ordinal)}\n"], KeySpecial).Next, ReadKeys, typeof(InvalidDataException)),
        new("tsv", new TextMutation(["house\tHaus\nriver\tFluss\n", "one two\teins zwei\r\n"], EntrySpecial).Next, input => EntryTexts.ReadTsv(Encoding.UTF8.GetString(input)), typeof(RequestRefusedException)),
        new("csv", new TextMutation(["house,Haus\n\"a \"\"b\"\"\",\"c,\nd\"\n", "house,Haus,en,de\r\nriver,Fluss,EN,DE"], EntrySpecial).Next, input => EntryTexts.ReadCsv(Encoding.UTF8.GetString(input), new("en", "de")), typeof(RequestRefusedException)),
    ];

    private void ReadKeys(byte[] input)
    {
        var path = Path.Combine(folder, "keys.jsonl");
        File.WriteAllBytes(path, input);
        KeyFile.Read(path);
    }
}
