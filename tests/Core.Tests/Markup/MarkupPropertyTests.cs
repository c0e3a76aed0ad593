using System.Xml.Linq;
using Seq2SeqService.Core.Markup;

namespace Seq2SeqService.Core.Tests.Markup;

/// <summary>Whatever the tree and whatever the translations: no tag is lost, invented or moved out of its parent.</summary>
public sealed class MarkupPropertyTests
{
    private const int Trees = 1000;

    private static readonly MarkupOptions Html = new() { Kind = MarkupKind.Html };
    private static readonly MarkupOptions Xml = new() { Kind = MarkupKind.Xml, IgnoreTags = ["keep"] };

    [Fact]
    public void Of_1000_trees_of_HTML_none_loses_or_gains_a_tag()
    {
        for (var seed = 0; seed < Trees; seed++)
        {
            var source = new Trees(seed, isHtml: true).Next();

            var result = Translated(source, Html, seed);

            Assert.True(HtmlTree.IsBalanced(result), $"{seed}\n{source}\n{result}");
            Assert.Equal(HtmlTree.Paths(source), HtmlTree.Paths(result));
            Assert.All(HtmlTree.Texts(result), text => Assert.True(IsTranslated(text), $"{seed}: '{text}'\n{source}\n{result}"));
        }
    }

    [Fact]
    public void Of_1000_trees_of_XML_none_loses_or_gains_a_tag()
    {
        for (var seed = 0; seed < Trees; seed++)
        {
            var source = new Trees(seed, isHtml: false).Next();

            var result = Translated(source, Xml, seed);

            Assert.Equal(Paths(XDocument.Parse(source).Root!, ""), Paths(XDocument.Parse(result).Root!, ""));
            Assert.Equal(Kept(source), Kept(result));
        }
    }

    [Fact]
    public void An_unchanged_translation_gives_the_same_words_in_the_same_tags()
    {
        for (var seed = 0; seed < Trees; seed++)
        {
            var source = new Trees(seed, isHtml: true).Next();
            var document = MarkupDocument.Parse(source, Html);

            var result = document.Join([.. document.Texts.Select(Same)]);

            Assert.True(HtmlTree.Shown(source) == HtmlTree.Shown(result), $"{seed}\n{source}\n{result}");
            Assert.Equal(HtmlTree.Paths(source), HtmlTree.Paths(result));
        }
    }

    private static string Translated(string source, MarkupOptions options, int seed)
    {
        var document = MarkupDocument.Parse(source, options);
        var scrambler = new Scrambler(seed);
        return document.Join([.. document.Texts.Select(scrambler.Translate)]);
    }

    private static AlignedTranslation Same(string text) => new(text, [.. Core.Text.Words.Of(text).Select(word => new Core.Text.AlignedWords(word, word))]);

    /// <summary>It has a translator's mark, or a paragraph of it had no letter.</summary>
    private static bool IsTranslated(string text) => text.Contains(Scrambler.Mark, StringComparison.Ordinal) || !text.Any(char.IsLetter);

    private static IReadOnlyList<string> Paths(XElement element, string parent)
    {
        var path = $"{parent}/{element.Name}[{element.Attribute("id")?.Value}]";
        return [.. element.Elements().SelectMany(child => Paths(child, path)).Prepend(path).Order(StringComparer.Ordinal)];
    }

    private static IReadOnlyList<string> Kept(string xml) => [.. XDocument.Parse(xml).Descendants("keep").Select(kept => kept.ToString(SaveOptions.DisableFormatting))];
}
