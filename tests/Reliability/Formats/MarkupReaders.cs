using System.Text;
using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Reliability.Formats;

/// <summary>Readers of texts with tags, and what finds sentences, words and addresses in texts without.</summary>
internal static class MarkupReaders
{
    private static readonly string[] Fragments =
    [
        "How are <b>you</b> <i>today</i>?", "<p>One <a href=\"x\" title='y'>two <b>three</b></a>.<br>Four &amp; five &lt;six&gt;<!-- seven --></p><ul><li>Eight</li><li>Nine <code>ten()</code></ul>",
        "<table><tr><td>One<td>Two</table><pre>  a\n b</pre><textarea>x</textarea><svg><g><text>y</text></g></svg><template><p>z</p></template>",
        "<a><b>One</b> <c d=\"e\">two<f/></c></a><g>Three <![CDATA[four <five>]]> <?six seven?></g>", "<script>if (a < b) c();</script><style>x{}</style><p translate=no>One</p><p lang=de>Zwei</p>",
    ];

    private static readonly string[] Special =
    [
        "<", ">", "</", "/>", "<!", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "&", "&amp;", "&#0;", "&#x110000;", "&nbsp;", "&lt", "=", "'", "\"", "<b>", "</b>", "<p>", "</p>", "<table>", "<td>", "<br/>", "<select>", "<option>",
        "<svg>", "<math>", "<title>", "<textarea>", "<plaintext>", "<noscript>", "<body>", "<html>", "<frameset>", "<a href=x>", "<!DOCTYPE html>", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "xmlns:x=\"y\"", "x:y", " a=\"b\"", " a='", "<x:y>",
    ];

    private static readonly string[] Sentences =
    [
        "Dr. Smith paid $3.50 at 10:30 a.m. He left. \"Why?\" she asked... See https://example.org/a?b=c&d (or mail a@b.de).\n\n- One\n- Two: 1,234.5 km/h\n\n```\ncode();\n```\n", "你好。今天天气很好！我们去公园吧？",
        "Er sagte: „Ja.“ Dann ging er. z. B. am 3. Mai 2020, ca. 5 %. Usw. #tag @name /usr/bin/x %s {0} ${x} v1.2.3",
    ];

    private static readonly string[] Signs = [".", "!", "?", "…", "。", "\"", "“", "”", "(", ")", ":", "/", "@", "#", "%", "http://", "www.", "{", "}", "`", "```", "\n", "\n\n", "\t", " ", "1.", "z. B.", "Dr.", "…", "-", "—", "\u200B", "\u200D"];

    public static IEnumerable<FormatReader> All =>
    [
        new("markup-html", new TextMutation(Fragments, Special).Next, input => Join(input, MarkupKind.Html), typeof(MarkupException)) { BytesPerByte = 8000 },
        new("markup-xml", new TextMutation(Fragments, Special).Next, input => Join(input, MarkupKind.Xml), typeof(MarkupException)) { BytesPerByte = 2000 },
        new("sentences", new TextMutation(Sentences, Signs).Next, Split) { BytesPerByte = 2000 },
    ];

    private static void Join(byte[] input, MarkupKind kind)
    {
        var document = MarkupDocument.Parse(Encoding.UTF8.GetString(input), new() { Kind = kind, IgnoreTags = ["code"], SplittingTags = ["c"] });
        var random = new Random(input.Length);
        var joined = document.Join([.. document.Texts.Select(text => AnyTranslation.Of(text, random))]);
        if (kind == MarkupKind.Xml && !IsXml(joined))
            throw new InvalidOperationException($"Joined, the text is no XML any more: {joined}");
    }

    private static bool IsXml(string text)
    {
        try
        {
            MarkupDocument.Parse(text, new() { Kind = MarkupKind.Xml });
            return true;
        }
        catch (MarkupException)
        {
            return false;
        }
    }

    private static void Split(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        if (TextSegments.Join(TextSegments.Split(text)) != text)
            throw new InvalidOperationException("The segments of a text are not the text.");

        VerbatimSpans.Find(text);
        Words.Of(text);
    }
}
