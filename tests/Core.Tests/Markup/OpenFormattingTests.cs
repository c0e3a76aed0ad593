using Seq2SeqService.Core.Markup;

namespace Seq2SeqService.Core.Tests.Markup;

/// <summary>Formatting that is left open begins again in every block behind it.</summary>
public sealed class OpenFormattingTests
{
    private static readonly MarkupOptions Html = new() { Kind = MarkupKind.Html };

    [Fact]
    public void Formatting_that_would_begin_anew_in_every_paragraph_without_end_is_refused()
    {
        var page = $"<p>{Numbered("<font size={0}>", 350)}</p>{Numbered("<p>{0}</p>", 20_000)}";
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refusal = Assert.Throws<MarkupException>(() => MarkupDocument.Parse(page, Html));

        Assert.Contains("never closed", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * page.Length);
    }

    [Theory]
    [InlineData("<b>One</b> <i>two</i></p>")]
    [InlineData("<a href=x>One</p>")]
    [InlineData("One <a name=x>two <code>three</code></p>")]
    public void A_long_page_is_read_whose_formatting_ends(string paragraph) =>
        Assert.Equal(2000, MarkupDocument.Parse(string.Concat(Enumerable.Repeat($"<p>{paragraph}", 2000)), Html).Texts.Count);

    [Fact]
    public void A_page_with_some_formatting_left_open_is_read() =>
        Assert.Equal(1000, MarkupDocument.Parse($"{Numbered("<font size={0}>", 20)}{Numbered("<p>One {0}</p>", 1000)}", Html).Texts.Count);

    private static string Numbered(string part, int count) => string.Concat(Enumerable.Range(0, count).Select(number => part.Replace("{0}", $"{number}", StringComparison.Ordinal)));
}
