using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Text;

public sealed class WordsTests
{
    [Theory]
    [InlineData("Hello, world!", "Hello|,|world|!")]
    [InlineData("don’t O'Neil e-mail", "don’t|O'Neil|e-mail")]
    [InlineData("3.5 km, 10:30 or 1,000.", "3.5|km|,|10:30|or|1,000|.")]
    [InlineData("kim_92 _x", "kim_92|_|x")]
    [InlineData("a.b 'quoted' -x", "a|.|b|'|quoted|'|-|x")]
    [InlineData("你好 world。", "你|好|world|。")]
    [InlineData("안녕하세요 여러분", "안녕하세요|여러분")]
    [InlineData("cafe\u0301 naïve", "cafe\u0301|naïve")]
    [InlineData("👍🏽 ok 😀", "👍|🏽|ok|😀")]
    [InlineData("  ", "")]
    public void Of_a_text_are_letters_in_a_row_and_single_signs(string text, string words)
    {
        Assert.Equal(words, string.Join('|', Words.Of(text).Select(word => text[word.Start..word.End])));
    }
}
