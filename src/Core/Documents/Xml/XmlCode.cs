using System.Xml.Linq;

namespace Seq2SeqService.Core.Documents.Xml;

/// <summary>An inline node that is no word: alone, or with another that ends what it begins.</summary>
internal sealed record XmlCode(XNode Begin, XNode? End)
{
    /// <summary>Elements of XLIFF and TMX that come in pairs: what begins, what ends, and by which attributes they know each other.</summary>
    private static readonly (string Begin, string End, string[] BeginKeys, string[] EndKeys)[] Pairs =
    [
        ("bpt", "ept", ["rid", "i", "id"], ["rid", "i", "id"]),
        ("bx", "ex", ["rid", "id"], ["rid", "id"]),
        ("sc", "ec", ["id"], ["startRef"]),
    ];

    /// <summary>[node]: the place of the nearest node behind it that ends what it begins; -1 where none does.</summary>
    public static int[] Ends(IReadOnlyList<XNode> nodes)
    {
        var (ends, nearest) = (new int[nodes.Count], new Dictionary<(string Name, string Key), int>());
        for (var place = nodes.Count - 1; place >= 0; place--)
        {
            ends[place] = -1;
            if (nodes[place] is not XElement element)
                continue;

            var name = element.Name.LocalName;
            if (Array.Find(Pairs, pair => pair.Begin == name) is { End: { } end } begun && Key(element, begun.BeginKeys) is { } key)
                ends[place] = nearest.GetValueOrDefault((end, key), -1);
            else if (Array.Find(Pairs, pair => pair.End == name) is { End: not null } ended && Key(element, ended.EndKeys) is { } endKey)
                nearest[(name, endKey)] = place;
        }

        return ends;
    }

    private static string? Key(XElement element, string[] attributes) =>
        attributes.Select(name => element.Attribute(name)?.Value).FirstOrDefault(value => value is not null);
}
