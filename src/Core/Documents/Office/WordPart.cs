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
    public XElement? Looks
    {
        get;
        init => (field, LooksText) = (value, $"{value}");
    }

    /// <summary>What two parts that look alike have in common; written once, for parts are compared often.</summary>
    public string LooksText { get; private init; } = "";

    public IReadOnlyList<WordPart> Parts { get; init; } = [];

    /// <summary>The nodes of the part and of those inside it.</summary>
    public IEnumerable<WordNode> AllNodes => Nodes.Concat(Parts.SelectMany(part => part.AllNodes));

    /// <summary>How many fields it begins more than it ends.</summary>
    private int OpenFields => Nodes.SelectMany(node => node.Element.DescendantsAndSelf(Names + "fldChar")).Sum(mark => mark.Attribute(Names + "fldCharType")?.Value switch
    {
        "begin" => 1,
        "end" => -1,
        _ => 0,
    });

    /// <summary>The parts of a paragraph or container.</summary>
    public static IReadOnlyList<WordPart> Of(XElement parent) =>
        Joined([.. parent.Elements().Where(element => !LeftOut.Contains(element.Name.LocalName)).SelectMany(PartsOf)]);

    public static IEnumerable<WordPart> Words(IEnumerable<WordPart> parts) =>
        parts.SelectMany(part => part.Kind == WordPartKind.Words ? [part] : Words(part.Parts));

    public static XElement Run(string text, XElement? looks) =>
        new(RunName, looks is null ? null : new XElement(looks), new XElement(TextName, new XAttribute(XNamespace.Xml + "space", "preserve"), text));

    private static IEnumerable<WordPart> PartsOf(XElement element)
    {
        if (Containers.Contains(element.Name.LocalName) && element.Name.Namespace == Names)
            return [new(WordPartKind.Container, [new(element)]) { Parts = Of(element) }];

        return element.Name == RunName ? RunParts(element) : [new(WordPartKind.Code, [new(element)])];
    }

    /// <summary>A run with words and tabs is cut into its words and tabs.</summary>
    private static IEnumerable<WordPart> RunParts(XElement run)
    {
        var properties = run.Element(LooksName);
        var looks = properties is null ? null : Seen(properties);
        var content = run.Elements().Where(element => element.Name != LooksName && element.Name.LocalName != "lastRenderedPageBreak").ToList();
        if (content.All(element => element.Name != TextName))
            return [new(WordPartKind.Code, [new(run)])];

        return content.Select(element => element.Name == TextName
            ? new WordPart(WordPartKind.Words, [new(element, run, properties)]) { Text = element.Value, Looks = looks }
            : new WordPart(WordPartKind.Code, [new(element, run, properties)]));
    }

    private static XElement? Seen(XElement properties)
    {
        var seen = new XElement(properties.Name, properties.Attributes(), properties.Elements().Where(element => !Unseen.Contains(element.Name.LocalName)));
        return seen.HasElements ? seen : null;
    }

    /// <summary>Neighbours that look alike are one, and so are codes without words between. A field (a page's number, a reference) is one with its result.</summary>
    private static List<WordPart> Joined(IReadOnlyList<WordPart> parts)
    {
        var (joined, alike, openFields) = (new List<WordPart>(), new List<WordPart>(), 0);
        foreach (var part in parts)
        {
            if (alike is [var first, ..] && openFields <= 0 && !first.IsLike(part))
            {
                joined.Add(One(alike));
                (alike, openFields) = ([], 0);
            }

            alike.Add(part);
            openFields += alike[0].Kind == WordPartKind.Code ? part.OpenFields : 0;
        }

        if (alike.Count > 0)
            joined.Add(One(alike));

        Inline.InlineLimit.Check(joined.Count);
        return joined;
    }

    private bool IsLike(WordPart other) => Kind == other.Kind && Kind != WordPartKind.Container && LooksText == other.LooksText;

    private static WordPart One(List<WordPart> alike) => alike is [var single]
        ? single
        : alike[0] with { Text = alike[0].Kind == WordPartKind.Words ? string.Concat(alike.Select(part => part.Text)) : "", Nodes = [.. alike.SelectMany(part => part.Nodes)] };
}

/// <summary>A node of a paragraph; one that was cut out of a run with others gets a run of its own again, with the same properties.</summary>
/// <param name="Properties">The run's: to find them again, all that stands in it would be walked over for each node.</param>
internal sealed record WordNode(XElement Element, XElement? Run = null, XElement? Properties = null)
{
    /// <summary>The node as it stands in the paragraph. The element must have no parent, or a copy would be taken.</summary>
    public XElement Placed => Run is null ? Element : new(Run.Name, Properties, Element);
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
