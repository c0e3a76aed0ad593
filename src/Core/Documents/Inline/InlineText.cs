using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Seq2SeqService.Core.Markup;

namespace Seq2SeqService.Core.Documents.Inline;

/// <summary>
/// Words and codes as one text to translate: pairs of codes become elements around words, all others empty elements, and they come back
/// around the words of the translation.
/// </summary>
internal sealed class InlineText
{
    public const string Pair = "g";
    public const string Code = "x";

    /// <summary>The elements of such a text.</summary>
    public static readonly string[] Tags = [Pair, Code];

    private const string Id = "id";

    private readonly IReadOnlyList<InlineToken> _tokens;
    private readonly int[] _partners;   // [token]: the place of its partner, itself where it has none

    public InlineText(IReadOnlyList<InlineToken> tokens)
    {
        tokens = WithoutEmptyPairs(WithoutLoneMarks(tokens));
        InlineLimit.Check(tokens.Count);
        (_tokens, _partners) = (tokens, Partners(tokens));
        Text = tokens.Any(token => token.Kind != InlineKind.Words) ? new(Markup(), MarkupKind.Xml) : new(string.Concat(tokens.Select(token => token.Value)));
    }

    public DocumentText Text { get; }

    /// <summary>Whether there is anything to translate.</summary>
    public bool HasWords => _tokens.Any(token => token.Kind == InlineKind.Words && token.Value.Any(char.IsLetter));

    /// <summary>The translation with the codes of the file.</summary>
    /// <param name="space">What stands for the spaces inside codes.</param>
    public string Restore(string translation, char space = ' ')
    {
        if (Text.Markup is null)
            return translation;

        var written = new StringBuilder();
        Write(Elements(translation), written, space);
        return written.ToString();
    }

    /// <summary>The markup of a translation, below one root.</summary>
    public static XElement Elements(string markup)
    {
        using var reader = new XmlTextReader($"<r>{markup}</r>", XmlNodeType.Element, context: null) { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        return XElement.Load(reader, LoadOptions.PreserveWhitespace);
    }

    /// <summary>The number that an element of the markup has.</summary>
    public static int NumberOf(XElement element) => int.Parse(element.Attribute(Id)!.Value, CultureInfo.InvariantCulture);

    private void Write(XElement parent, StringBuilder written, char space)
    {
        foreach (var node in parent.Nodes())
        {
            if (node is XText text)
            {
                written.Append(text.Value);
            }
            else if (node is XElement element)
            {
                var place = NumberOf(element);
                written.Append(_tokens[place].Value.Replace(' ', space));
                Write(element, written, space);
                if (_partners[place] != place)
                    written.Append(_tokens[_partners[place]].Value.Replace(' ', space));
            }
        }
    }

    private string Markup()
    {
        var markup = new StringBuilder();
        for (var place = 0; place < _tokens.Count; place++)
        {
            markup.Append((_tokens[place].Kind, _partners[place].CompareTo(place)) switch
            {
                (InlineKind.Words, _) => Escaped(_tokens[place].Value),
                (_, 0) => $"<{Code} {Id}=\"{place}\"/>",
                (_, > 0) => $"<{Pair} {Id}=\"{place}\">",
                _ => $"</{Pair}>",
            });
        }

        return markup.ToString();
    }

    private static string Escaped(string words) => words
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static List<InlineToken> WithoutLoneMarks(IReadOnlyList<InlineToken> tokens)
    {
        var partners = Partners(tokens);
        return [.. tokens.Select((token, place) => token.NeedsPartner && partners[place] == place ? InlineToken.Words(token.Value) : token)];
    }

    /// <summary>A pair without words inside, such as a link around code, is one code, and so are codes that touch each other. Each token is looked at once.</summary>
    private static List<InlineToken> WithoutEmptyPairs(IReadOnlyList<InlineToken> tokens)
    {
        var (partners, words) = (Partners(tokens), WordsBefore(tokens));
        var (kept, code) = (new List<InlineToken>(), new StringBuilder());
        for (var place = 0; place < tokens.Count; place++)
        {
            var end = partners[place];
            var isCode = end > place ? words[place] == words[end] : end == place && tokens[place].Kind != InlineKind.Words;
            if (!isCode)
            {
                Add(code, kept);
                kept.Add(tokens[place]);
                continue;
            }

            for (; place < end; place++)
                code.Append(tokens[place].Value);
            code.Append(tokens[end].Value);
        }

        Add(code, kept);
        return kept;
    }

    private static void Add(StringBuilder code, List<InlineToken> kept)
    {
        if (code.Length > 0)
            kept.Add(InlineToken.Single(code.ToString()));

        code.Clear();
    }

    /// <summary>[token]: how many of those before it have letters to translate.</summary>
    private static int[] WordsBefore(IReadOnlyList<InlineToken> tokens)
    {
        var words = new int[tokens.Count];
        for (var place = 1; place < tokens.Count; place++)
            words[place] = words[place - 1] + (tokens[place - 1].Kind == InlineKind.Words && tokens[place - 1].Value.Any(char.IsLetter) ? 1 : 0);

        return words;
    }

    /// <summary>Pairs that are nested one in another; what crosses another pair or has no partner stands alone.</summary>
    private static int[] Partners(IReadOnlyList<InlineToken> tokens)
    {
        var partners = Enumerable.Range(0, tokens.Count).ToArray();
        var (open, openOfKey) = (new Stack<int>(), new Dictionary<string, int>());   // the latter, so that what nothing begins is not looked for
        for (var place = 0; place < tokens.Count; place++)
        {
            var token = tokens[place];
            if (token.Kind is InlineKind.Close or InlineKind.Toggle && openOfKey.GetValueOrDefault(token.Key) > 0)
            {
                int begin;
                do
                {
                    begin = open.Pop();
                    openOfKey[tokens[begin].Key]--;
                }
                while (tokens[begin].Key != token.Key);

                (partners[begin], partners[place]) = (place, begin);
            }
            else if (token.Kind is InlineKind.Open or InlineKind.Toggle)
            {
                open.Push(place);
                openOfKey[token.Key] = openOfKey.GetValueOrDefault(token.Key) + 1;
            }
        }

        return partners;
    }
}
