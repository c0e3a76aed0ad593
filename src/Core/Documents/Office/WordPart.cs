using System.Xml.Linq;

namespace Seq2SeqService.Core.Documents.Office;

/// <summary>A part of a paragraph: words that look alike, a container such as a link, or nodes that stand for themselves.</summary>
internal sealed record WordPart(WordPartKind Kind, IReadOnlyList<WordNode> Nodes)
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
    public IEnumerable<WordNode> AllNodes => Nodes.Concat(Parts.SelectMany(part => part.AllNodes));

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
        Nodes.SelectMany(node => node.Element.DescendantsAndSelf(Names + "fldChar")).Count(field => field.Attribute(Names + "fldCharType")?.Value == type);

    private static IEnumerable<WordPart> PartsOf(XElement element)
    {
        if (Containers.Contains(element.Name.LocalName) && element.Name.Namespace == Names)
            return [new(WordPartKind.Container, [new(element)]) { Parts = Of(element) }];

        return element.Name == RunName ? RunParts(element) : [new(WordPartKind.Code, [new(element)])];
    }

    /// <summary>A run with words and tabs is cut into its words and tabs.</summary>
    private static IEnumerable<WordPart> RunParts(XElement run)
    {
        var looks = run.Element(LooksName) is { } properties ? Seen(properties) : null;
        var content = run.Elements().Where(element => element.Name != LooksName && element.Name.LocalName != "lastRenderedPageBreak").ToList();
        if (content.All(element => element.Name != TextName))
            return [new(WordPartKind.Code, [new(run)])];

        return content.Select(element => element.Name == TextName
            ? new WordPart(WordPartKind.Words, [new(element, run)]) { Text = element.Value, Looks = looks }
            : new WordPart(WordPartKind.Code, [new(element, run)]));
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

/// <summary>A node of a paragraph; one that was cut out of a run with others gets a run of its own again, with the same properties.</summary>
internal sealed record WordNode(XElement Element, XElement? Run = null)
{
    private static readonly XNamespace Names = WordParagraph.Names;

    /// <summary>The node as it stands in the paragraph. The element must have no parent, or a copy would be taken.</summary>
    public XElement Placed => Run is null ? Element : new(Run.Name, Run.Element(Names + "rPr"), Element);
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
