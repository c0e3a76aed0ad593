using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Markup;

public sealed class MarkupDocumentTests
{
    private static readonly MarkupOptions Html = new() { Kind = MarkupKind.Html };
    private static readonly MarkupOptions Xml = new() { Kind = MarkupKind.Xml };

    [Fact]
    public void Joined_XML_is_XML_whatever_characters_a_translation_has()
    {
        var document = MarkupDocument.Parse("<p a=\"&#2;\">one <b>two</b>&#1;</p>", Xml);

        var joined = document.Join([.. document.Texts.Select(_ => new AlignedTranslation("x\u0000\u0008\uFFFE\uFFFF\uD800🙂", []))]);

        Assert.Contains("x\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD🙂", joined, StringComparison.Ordinal);
        _ = System.Xml.Linq.XElement.Parse(joined);
    }

    [Theory]
    [InlineData("<p>Hello <b>big</b> world</p><p>Bye</p>", "Hello big world|Bye")]
    [InlineData("one<br>two<hr>three", "one|two|three")]
    [InlineData("<ul><li>a\n   b</li><li>42</li></ul>", "a b")]
    [InlineData("a <script>x()</script>b<style>p{}</style> <!-- c -->c", "a b c")]
    [InlineData("<p translate=no>Name</p><p>Say <i translate=no>Name</i>!</p>", "Say Name!")]
    [InlineData("<div translate=no>no <p translate=yes>yes</p></div>", "yes")]
    [InlineData("<a href=x><h1>Title</h1><p>Text</p></a>", "Title|Text")]
    [InlineData("&lt;b&gt; &amp; &copy;x", "<b> & ©x")]
    [InlineData("<pre>a\n  b</pre>", "a\n  b")]
    [InlineData("<title>T</title><td>cell", "T|cell")]
    [InlineData("<code>only code</code>", "")]
    public void Of_HTML_paragraphs_are_translated_without_their_tags(string html, string texts)
    {
        Assert.Equal(texts, string.Join('|', MarkupDocument.Parse(html, Html).Texts));
    }

    [Theory]
    [InlineData("The <b>red</b> car.", "Das <b>rote</b> Auto.", "0-0 1-1 2-2 3-3")]
    [InlineData("I <i>have</i> <b>seen</b> it", "Ich habe es gesehen", "0-0 1-1 2-3 3-2", "Ich <i>habe</i> es <b>gesehen</b>")]
    [InlineData("<p>  <b>All of it</b> </p>", "Alles davon", "0-0", "<p>  <b>Alles davon</b> </p>")]
    [InlineData("<b>red</b> <i>car</i>", "Auto rotes", "0-1 1-0", "<i>Auto</i> <b>rotes</b>")]
    [InlineData("Use <code>x < y</code> now", "Nutze y x jetzt", "0-0 1-2 3-1 4-3", "Nutze <code>x &lt; y</code> jetzt")]
    [InlineData("see <img src=a> the dog", "den Hund sehen", "0-2 1-0 2-1", "<img src=a> den Hund sehen")]
    [InlineData("word<sup>1</sup> next", "nächstes Wort", "0-1 1-0", "nächstes Wort<sup>1</sup>")]
    [InlineData("H<sub>2</sub>O is water", "Wasser ist H2O", "0-2 1-1 2-0", "Wasser ist H<sub>2</sub>O")]
    [InlineData("write to <a href=x>a@b.org</a> or <i>me</i>", "schreib a@b.org oder mir", "0-0 7-6 8-7", "schreib <a href=x>a@b.org</a> oder <i>mir</i>")]
    [InlineData("go <b>off</b> now", "geh jetzt", "0-0 2-1", "geh <b></b>jetzt")]
    [InlineData("any non-<code>null</code> value", "jeder nicht-null Wert", "0-0 1-1 2-2", "jeder nicht-<code>null</code> Wert")]
    [InlineData("any non-<code>null</code> value", "jeder gesetzte Wert", "0-0 1-1 2-2", "jeder gesetzte<code>null</code> Wert")]
    [InlineData("it differs from <code>FROM</code>", "it differs from FROM", "0-0 1-1 2-2 3-3", "it differs from <code>FROM</code>")]
    [InlineData("the <a href=x><code>.htaccess</code>howto</a>", "das .htaccesshowto", "0-0 1-1 2-2", "das <a href=x><code>.htaccess</code>howto</a>")]
    [InlineData("a <u>b <b>c</b></u> d", "A C B D", "0-0 1-2 2-1 3-3", "A <u><b>C</b> B</u> D")]
    public void Tags_stand_around_the_words_that_stand_for_theirs(string html, string translation, string links, string? expected = null)
    {
        var document = MarkupDocument.Parse(html, Html);
        var text = Assert.Single(document.Texts);

        var result = document.Join([new(Plain(translation), Links(text, Plain(translation), links))]);

        Assert.Equal(expected ?? translation, result);
    }

    [Fact]
    public void Thousands_of_tags_in_one_run_find_their_words()
    {
        var page = string.Concat(Enumerable.Repeat("<b>One</b> word <i>and <u>others</u></i><wbr>, ", 1200)) + "that is all.";
        var document = MarkupDocument.Parse(page, Html);

        var result = document.Join([.. document.Texts.Select(Same)]);

        Assert.Equal(page, result);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\"?>\n<!DOCTYPE html>\n<html lang=\"en\"><head><title>a</title></head><body class=\"x\"><p>b</p></body></html>")]
    [InlineData("<!DOCTYPE html>\n<html><head><title>a</title></head><body>stray\n<p>b</p></body></html>")]
    public void Of_a_page_nothing_but_the_words_changes(string page)
    {
        var document = MarkupDocument.Parse(page, Html);

        var result = document.Join([.. document.Texts.Select(text => new AlignedTranslation(text, []))]);

        Assert.Equal(page.Replace("html>\n<html", "html><html", StringComparison.Ordinal), result);   // white space before the root is no part of the tree
    }

    [Fact]
    public void A_body_that_text_has_begun_keeps_its_attributes()
    {
        var document = MarkupDocument.Parse("<html><head>stray</head><body class=x>text</body></html>", Html);

        var result = document.Join([.. document.Texts.Select(text => new AlignedTranslation(text, []))]);

        Assert.Contains("<body class=\"x\">stray", result, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_translation_says_is_never_read_as_a_tag()
    {
        var document = MarkupDocument.Parse("<p>x</p>", Html);

        Assert.Equal("<p>a&lt;b&gt;&amp;amp;&nbsp;c</p>", document.Join([new("a<b>&amp;\u00A0c", [])]));
    }

    [Theory]
    [InlineData("<doc><title>A b</title><par>C <i>d</i> e</par></doc>", "A b|C d e")]
    [InlineData("Hello <x>you</x>, <y/>there", "Hello you, there")]
    [InlineData("<p>one <br/> two <i><u>three</u></i></p>", "one two three")]
    [InlineData("<?xml version=\"1.0\"?>\n<a><!-- c --><b>x</b><?pi y?></a>", "x")]
    [InlineData("<a><![CDATA[x < y]]></a>", "x < y")]
    public void Of_XML_the_outline_is_found(string xml, string texts)
    {
        var document = MarkupDocument.Parse(xml, Xml);

        Assert.Equal(texts, string.Join('|', document.Texts));
        Assert.Equal(xml.Replace("<![CDATA[x < y]]>", "x &lt; y", StringComparison.Ordinal).Replace(" <br/> ", " <br/> ", StringComparison.Ordinal), document.Join([.. document.Texts.Select(Same)]));
    }

    [Fact]
    public void Named_tags_split_join_or_stay()
    {
        const string Source = "<d>one<s>two</s>three <k>keep <b>me</b></k> <j>four</j></d>";

        string Texts(MarkupOptions options) => string.Join('|', MarkupDocument.Parse(Source, options).Texts);

        Assert.Equal("onetwothree keep me four", Texts(Xml));
        Assert.Equal("one|two|three keep me four", Texts(Xml with { SplittingTags = ["s"], IgnoreTags = ["k"] }));
        Assert.Equal("one|three|keep me|four", Texts(Xml with { SplittingTags = ["s", "k"], IgnoreTags = ["s"] }));
        Assert.Equal("ab", string.Join('|', MarkupDocument.Parse("<r><p>a</p><p>b</p></r>", Xml with { NonSplittingTags = ["p"] }).Texts));
        Assert.Equal("a b", string.Join('|', MarkupDocument.Parse("<r><p>a</p> <p>b</p></r>", Xml with { DetectsOutline = false }).Texts));
        Assert.Equal("a|c", string.Join('|', MarkupDocument.Parse("<p>a</p><X>b</X><p>c</p>", Html with { IgnoreTags = ["x"] }).Texts));
    }

    [Fact]
    public void Ignored_elements_come_back_to_the_letter()
    {
        var document = MarkupDocument.Parse("<d>Say <k a='1'>\"keep\" <b>me</b> &amp; you</k> now</d>", Xml with { IgnoreTags = ["k"] });

        var result = document.Join([new("Jetzt sag", Links(document.Texts[0], "Jetzt sag", ""))]);

        Assert.Contains("<k a=\"1\">\"keep\" <b>me</b> &amp; you</k>", result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<a>")]
    [InlineData("<a></b>")]
    [InlineData("a & b")]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>")]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>")]
    [InlineData("<a>&x;</a>")]
    public void XML_that_is_not_well_formed_or_declares_entities_is_refused(string xml)
    {
        Assert.Throws<MarkupException>(() => MarkupDocument.Parse(xml, Xml));
    }

    [Theory]
    [InlineData(MarkupKind.Html, "<div>", 402)]
    [InlineData(MarkupKind.Html, "<b>", 100_000)]
    [InlineData(MarkupKind.Xml, "<b>", 100_000)]
    public void Depth_is_bounded(MarkupKind kind, string tag, int depth)
    {
        var source = string.Concat(Enumerable.Repeat(tag, depth)) + "x" + string.Concat(Enumerable.Repeat(tag.Replace("<", "</", StringComparison.Ordinal), depth));

        Assert.Throws<MarkupException>(() => MarkupDocument.Parse(source, new() { Kind = kind }));
    }

    [Fact]
    public void Whatever_comes_as_HTML_is_read()
    {
        var random = new Random(7);
        string[] parts = ["<", ">", "</", "b", "p>", "<b", " x='", "\"", "<!--", "-->", "<![CDATA[", "&", "&#x", ";", "text ", "<td>", "</p>", "<script>", "\u0001", "😀", "<svg>", "=", "/>", "<a ", "<?x"];
        for (var i = 0; i < 2000; i++)
        {
            var source = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => parts[random.Next(parts.Length)]));
            var document = MarkupDocument.Parse(source, Html);
            var scrambler = new Scrambler(i);

            var result = document.Join([.. document.Texts.Select(scrambler.Translate)]);

            Assert.NotNull(MarkupDocument.Parse(result, Html));
        }
    }

    private static string Plain(string html) => html.Replace("<b>", "", StringComparison.Ordinal).Replace("</b>", "", StringComparison.Ordinal);

    private static AlignedTranslation Same(string text) => new(text, [.. Words.Of(text).Select(word => new AlignedWords(word, word))]);

    private static List<AlignedWords> Links(string source, string target, string links)
    {
        var (from, to) = (Words.Of(source), Words.Of(target));
        return [.. links.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(link => link.Split('-')).Select(link => new AlignedWords(from[int.Parse(link[0])], to[int.Parse(link[1])]))];
    }
}
