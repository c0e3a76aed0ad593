using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Markup;

/// <summary>Pages that people wrote, translated well, badly and not at all: 20 made to be hard, and 20 as projects publish them.</summary>
public sealed class PageTests
{
    private static readonly MarkupOptions Html = new() { Kind = MarkupKind.Html };

    public static TheoryData<string> Pages => [.. Names("Pages"), .. Names("RealPages")];

    [Fact]
    public void There_are_20_pages_of_each_kind() => Assert.Equal((20, 20), (Names("Pages").Count(), Names("RealPages").Count()));

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_tag_of_a_page_is_lost_invented_or_moved_and_every_word_is_translated_or_exempt(string page)
    {
        var source = Read(page);
        for (var seed = 0; seed < 50; seed++)
        {
            var document = MarkupDocument.Parse(source, Html);
            var scrambler = new Scrambler(seed);

            var result = document.Join([.. document.Texts.Select(scrambler.Translate)]);

            Assert.Equal(HtmlTree.Paths(source), HtmlTree.Paths(result));
            Assert.Equal(HtmlTree.ExemptTexts(source), HtmlTree.ExemptTexts(result));
            Assert.All(HtmlTree.Texts(result), text => Assert.True(text.Contains(Scrambler.Mark, StringComparison.Ordinal) || !text.Any(char.IsLetter), $"'{text}'\n{result}"));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_whose_words_stay_shows_the_same(string page)
    {
        var source = Read(page);
        var document = MarkupDocument.Parse(source, Html);

        var result = document.Join([.. document.Texts.Select(text => new AlignedTranslation(text, [.. Words.Of(text).Select(word => new AlignedWords(word, word))]))]);

        Assert.Equal(HtmlTree.Paths(source), HtmlTree.Paths(result));
        Assert.Equal(HtmlTree.Shown(source), HtmlTree.Shown(result));
    }

    [Fact]
    public void Line_breaks_of_a_page_are_those_it_came_with()
    {
        var source = Read("Pages/16-wrapped.html").Replace("\n", "\r\n", StringComparison.Ordinal);
        var document = MarkupDocument.Parse(source, Html);

        var result = document.Join([.. document.Texts.Select(text => new AlignedTranslation(text, []))]);

        Assert.Equal(result.Count(letter => letter == '\n'), result.Split("\r\n").Length - 1);
        Assert.Contains("<img src=\"a.png\"\r\n         alt=\"a > b\">", result, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_tags_come_back_as_they_were_written()
    {
        var source = Read("Pages/04-newsletter.html");
        var document = MarkupDocument.Parse(source, Html);

        var result = document.Join([.. document.Texts.Select(text => new AlignedTranslation(text, []))]);

        Assert.Contains("bgcolor=#ffffff", result, StringComparison.Ordinal);
        Assert.Contains("""<a href="https://example.com/t?a=1&b=2" target=_blank style='color:blue'>""", result, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Markup", folder), "*.html").Select(path => $"{folder}/{Path.GetFileName(path)}").Order(StringComparer.Ordinal);

    private static string Read(string page) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Markup", page));
}
