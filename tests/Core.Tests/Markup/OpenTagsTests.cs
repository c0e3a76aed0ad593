using Seq2SeqService.Core.Markup;

namespace Seq2SeqService.Core.Tests.Markup;

/// <summary>How deep a page seems to be before the parser sees it.</summary>
public sealed class OpenTagsTests
{
    private const int Many = 1000;

    [Theory]
    [InlineData("<ul></p>eight")]          // ends what is not open
    [InlineData("<b><object></b>")]        // ends what a limit hides
    [InlineData("<table><td></div>")]
    [InlineData("<DIV></SPAN>")]
    [InlineData("<svg><desc></svg>")]
    public void What_stays_open_is_counted(string round) =>
        Assert.False(OpenTags.AreAtMost(Many - 1, string.Concat(Enumerable.Repeat(round, Many))));

    [Theory]
    [InlineData("<ul><li>one</li><li>two</li></ul>")]
    [InlineData("<table><tr><td>one<td>two<th>three</table>")]
    [InlineData("<object><b></object>")]
    [InlineData("<P><br><img src=a></p>")]
    [InlineData("<button><div><i></i></div></button>")]
    public void What_is_closed_is_not(string round) =>
        Assert.True(OpenTags.AreAtMost(10, string.Concat(Enumerable.Repeat(round, Many))));

    [Fact]
    public void Elements_that_ends_behind_a_limit_do_not_close_stay_open()
    {
        var divisions = string.Concat(Enumerable.Repeat("<div>", 100));
        var round = $"{divisions}<object>{divisions.Replace("<", "</", StringComparison.Ordinal)}";

        Assert.False(OpenTags.AreAtMost(Many, string.Concat(Enumerable.Repeat(round, 10))));
    }

    [Fact]
    public void A_page_of_lists_with_stray_ends_is_refused_before_the_parser_sees_it() => Assert.Throws<MarkupException>(() =>
        HtmlReader.Read(string.Concat(Enumerable.Repeat("<ul></p>eight", 20_000)), new MarkupOptions { Kind = MarkupKind.Html }));
}
