using System.Xml.Linq;

namespace Seq2SeqService.Core.Documents.Office;

/// <summary>A part of a paragraph: words that look alike, a container such as a link, or nodes that stand for themselves.</summary>
internal sealed record WordPart(WordPartKind Kind, IReadOnlyList<XElement> Nodes)
{
    private static readonly XNamespace Names = WordParagraph.Names;
    private static readonly XName RunName = Names + "r";
    private static readonly XName TextName = Names + "t";
    private static readonly XName LooksName = Names + "rPr";
    private static readonly string[] Containers = ["hyperlink", "ins", "smartTag"];

    /// <summary>What leaves no trace in the text, and what is moved to the paragraph's ends.</summary>
    private static readonly string[] LeftOut = ["pPr", "proofErr", "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"];

    /// <summary>Properties that nobody sees: the language that the spelling is checked in.</summary>
    private static readonly string[] Unseen = ["lang", "noProof"];

    public string Text { get; init; } = "";

    /// <summary>The run properties of words; null where the run has none.</summary>
    public XElement? Looks { get; init; }

    public IReadOnlyList<WordPart> Parts { get; init; } = [];

    /// <summary>The nodes of the part and of those inside it.</summary>
    public IEnumerable<XElement> AllNodes => Nodes.Concat(Parts.SelectMany(part => part.AllNodes));

    /// <summary>Codes that begin a field and do not end it.</summary>
    private bool IsOpenField => Kind == WordPartKind.Code && Fields("begin") > Fields("end");

    /// <summary>The parts of a paragraph or container.</summary>
    public static IReadOnlyList<WordPart> Of(XElement parent) =>
        Joined([.. parent.Elements().Where(element => !LeftOut.Contains(element.Name.LocalName)).SelectMany(PartsOf)]);

    public static IEnumerable<WordPart> Words(IEnumerable<WordPart> parts) =>
        parts.SelectMany(part => part.Kind == WordPartKind.Words ? [part] : Words(part.Parts));

    public static XElement Run(string text, XElement? looks) =>
        new(RunName, looks is null ? null : new XElement(looks), new XElement(TextName, new XAttribute(XNamespace.Xml + "space", "preserve"), text));

    private int Fields(string type) =>
        Nodes.SelectMany(node => node.Elements(Names + "fldChar")).Count(field => field.Attribute(Names + "fldCharType")?.Value == type);

    private static IEnumerable<WordPart> PartsOf(XElement element)
    {
        if (Containers.Contains(element.Name.LocalName) && element.Name.Namespace == Names)
            return [new(WordPartKind.Container, [element]) { Parts = Of(element) }];

        return element.Name == RunName ? RunParts(element) : [new(WordPartKind.Code, [element])];
    }

    /// <summary>A run with words and tabs is cut into runs with one of them each.</summary>
    private static IEnumerable<WordPart> RunParts(XElement run)
    {
        var looks = run.Element(LooksName) is { } properties ? Seen(properties) : null;
        var content = run.Elements().Where(element => element.Name != LooksName && element.Name.LocalName != "lastRenderedPageBreak").ToList();
        if (content.All(element => element.Name != TextName))
            return [new(WordPartKind.Code, [run])];

        return content.Select(element =>
        {
            if (element.Name == TextName)
                return new WordPart(WordPartKind.Words, [new(RunName, run.Element(LooksName), element)]) { Text = element.Value, Looks = looks };

            element.Remove();
            return new(WordPartKind.Code, [new(RunName, run.Element(LooksName), element)]);
        });
    }

    private static XElement? Seen(XElement properties)
    {
        var seen = new XElement(properties.Name, properties.Attributes(), properties.Elements().Where(element => !Unseen.Contains(element.Name.LocalName)));
        return seen.HasElements ? seen : null;
    }

    /// <summary>Neighbours that look alike are one, and so are codes without words between. A field (a page's number, a reference) is one with its result.</summary>
    private static List<WordPart> Joined(IReadOnlyList<WordPart> parts)
    {
        var joined = new List<WordPart>();
        foreach (var part in parts)
        {
            if (joined is [.., { IsOpenField: true } field])
                joined[^1] = field with { Nodes = [.. field.Nodes, .. part.Nodes] };
            else if (joined is [.., var last] && last.Kind == part.Kind && part.Kind != WordPartKind.Container && $"{last.Looks}" == $"{part.Looks}")
                joined[^1] = last with { Text = last.Text + part.Text, Nodes = [.. last.Nodes, .. part.Nodes] };
            else
                joined.Add(part);
        }

        return joined;
    }
}

/// <summary>What a part of a paragraph is.</summary>
internal enum WordPartKind
{
    /// <summary>To be translated.</summary>
    Words,

    /// <summary>A link or the like, with parts inside.</summary>
    Container,

    /// <summary>What stands for itself.</summary>
    Code,
}
