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

    /// <summary>The place of the node that ends what the one at <paramref name="place"/> begins; null where none does.</summary>
    public static int? EndOf(IReadOnlyList<XNode> nodes, int place)
    {
        if (nodes[place] is not XElement begin || Array.Find(Pairs, pair => pair.Begin == begin.Name.LocalName) is not { End: { } name } pair)
            return null;

        var key = Key(begin, pair.BeginKeys);
        for (var i = place + 1; i < nodes.Count; i++)
        {
            if (nodes[i] is XElement end && end.Name.LocalName == name && key is not null && Key(end, pair.EndKeys) == key)
                return i;
        }

        return null;
    }

    private static string? Key(XElement element, string[] attributes) =>
        attributes.Select(name => element.Attribute(name)?.Value).FirstOrDefault(value => value is not null);
}
