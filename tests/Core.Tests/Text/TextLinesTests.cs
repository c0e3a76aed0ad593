using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Text;

public sealed class TextLinesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \n\t ", "[ \n\t ]")]
    [InlineData("春风得意马蹄疾，一日看尽长安花。\n海内存知己！天涯若比邻？", "春风得意马蹄疾，一日看尽长安花。[\n]海内存知己！天涯若比邻？")]
    [InlineData("One. Two.\r\n\r\n  Three\u2028", "One. Two.[\r\n\r\n  ]Three[\u2028]")]
    [InlineData("12 + 34 =\n😀\nhttps://example.com\n", "12 + 34 =[\n]😀[\n]https://example.com[\n]")]
    [InlineData("- a\tb    c", "- a\tb    c")]
    public void Every_line_that_is_not_blank_is_translated_whole(string text, string marked)
    {
        var segments = TextLines.Split(text, part => part.Length, 100);

        Assert.Equal(marked, string.Concat(segments.Select(segment => segment.IsTranslatable ? segment.Text : $"[{segment.Text}]")));
        Assert.Equal(text, TextSegments.Join(segments));
    }

    [Fact]
    public void A_line_that_is_too_long_is_cut_where_long_sentences_are()
    {
        var segments = TextLines.Split("今天很好，明天也好\n好", part => part.Length, 6);

        Assert.Equal(["今天很好，", "明天也好", "\n", "好"], segments.Select(segment => segment.Text));
    }
}
