using Seq2SeqService.Training.Data.Filters;

namespace Seq2SeqService.Training.Tests.Data.Filters;

public sealed class RubbishTests
{
    [Theory]
    [InlineData("broken \uFFFD letter")]
    [InlineData("bell \u0007")]
    [InlineData("private \uE000 use")]
    [InlineData("half \uD83D pair")]
    [InlineData("Ã¤hnlich")]
    [InlineData("donâ€™t")]
    [InlineData("fish &amp; chips")]
    [InlineData("&#8217;s")]
    [InlineData("a <br/> break")]
    [InlineData("<b>bold</b>")]
    public void Signs_of_a_broken_text_are_found(string text) => Assert.True(Rubbish.IsIn(text));

    [Theory]
    [InlineData("It’s 5 < 6 & 7 > 3; \"quoted\" – naïve, ÂNGELA, São, GROẞ")]
    [InlineData("你好，世界！ 😀\tこんにちは")]
    [InlineData("R&D; AT&T; <3")]
    public void Ordinary_text_is_none(string text) => Assert.False(Rubbish.IsIn(text));

    [Theory]
    [InlineData("This sentence is written in plain English.", "de", true)]
    [InlineData("Dieser Satz ist auf Deutsch geschrieben.", "de", false)]
    [InlineData("OK Computer", "de", false)]
    [InlineData("This sentence is written in plain English.", "tlh", false)]
    [InlineData("This sentence is written in plain English.", "zh", true)]
    public void Long_texts_in_another_language_are_found(string text, string language, bool isOther) =>
        Assert.Equal(isOther, new SpokenLanguage(0.5).IsOther(text, language));

    [Fact]
    public void Without_a_confidence_nothing_is_looked_at() => Assert.False(new SpokenLanguage(0).IsOther("This sentence is written in plain English.", "de"));
}
