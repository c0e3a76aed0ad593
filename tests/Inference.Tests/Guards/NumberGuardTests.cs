using Seq2SeqService.Inference.Guards;

namespace Seq2SeqService.Inference.Tests.Guards;

public sealed class NumberGuardTests
{
    [Theory]
    [InlineData("It costs 1,234.50 dollars.", "Es kostet 1.234,50 Dollar.", "de")]
    [InlineData("10 000 people", "10.000 Leute", "de")]
    [InlineData("On July 4, 1976", "Am 4. Juli 1976", "de")]
    [InlineData("He has 3 dogs and 12 cats.", "Er hat drei Hunde und zwölf Katzen.", "de")]
    [InlineData("30 dollars", "dreißig Dollar", "de")]
    [InlineData("Come at 3 p.m.", "Kommen Sie um 15 Uhr.", "de")]
    [InlineData("It began at 8:30.", "Es begann um halb neun.", "de")]
    [InlineData("Come by 9:00.", "Kommen Sie bis neun.", "de")]
    [InlineData("at 2:30", "um 2.30 Uhr", "de")]
    [InlineData("the 19th century", "le XIXe siècle", "fr")]
    [InlineData("1,000 reasons", "tausend Gründe", "de")]
    [InlineData("50,000 people", "5万人", "zh")]
    [InlineData("7月4日", "July 4", "en")]
    [InlineData("Call 555 123 4567.", "Rufen Sie 5551234567 an.", "de")]
    [InlineData("١٢٣ كتاب", "123 books", "en")]
    [InlineData("5 friends", "pet vriend", "xx")]
    [InlineData("no numbers", "", "de")]
    public void Numbers_that_are_only_written_otherwise_are_not_lost(string source, string output, string target) =>
        Assert.Empty(NumberGuard.Lost(source, output, target));

    [Theory]
    [InlineData("There are 1250 houses in 37 streets.", "Es gibt 1250er Häuser in 377.", "37")]
    [InlineData("It costs 18.10 dollars.", "Es kostet 18,01 Dollar.", "18.10")]
    [InlineData("1.5 hours", "1. Stunde", "1.5")]
    [InlineData("He has 3 dogs.", "Er hat vier Hunde.", "3")]
    [InlineData("5 and 5", "5", "5")]
    [InlineData("In 1985 and 1986.", "In 1985.", "1986")]
    [InlineData("at 8:30", "um vier", "8 30")]
    [InlineData("30 dollars", "vierzig Dollar", "30")]
    public void Numbers_that_the_output_lacks_are_named(string source, string output, string lost) =>
        Assert.Equal(lost.Split(' '), NumberGuard.Lost(source, output, "de").Select(span => source[span.Start..span.End]));
}
