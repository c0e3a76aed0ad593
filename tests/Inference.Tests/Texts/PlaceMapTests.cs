using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Texts;

namespace Seq2SeqService.Inference.Tests.Texts;

public sealed class PlaceMapTests
{
    private const string Sentence = "(Hi {0}, it is {count}!)";

    [Theory]
    [InlineData("Hi", "Hi")]
    [InlineData("Tom", "{0}")]
    [InlineData("To", "{0}")]
    [InlineData("om", "{0}")]
    [InlineData("Hi Tom", "Hi {0}")]
    [InlineData("it is", "it is")]
    [InlineData("Boston", "{count}")]
    [InlineData("is Boston!", "is {count}!")]
    [InlineData("!", "!")]
    public void What_the_model_read_is_found_in_the_sentence(string read, string stands)
    {
        var masked = Masked();
        var start = masked.Text.IndexOf(read, StringComparison.Ordinal);

        var place = masked.Places.Map(new TextRange(start, start + read.Length));

        Assert.Equal(stands, Sentence[place.Start..place.End]);
    }

    [Fact]
    public void A_part_that_stands_further_behind_is_found_there() =>
        Assert.Equal(new(7, 8), (MaskedSentence.Of("b", new(0, 1), [], [], text => text) with { Start = 7 }).Places.Map(new(0, 1)));

    [Theory]
    [InlineData("Boston", "{count}")]
    [InlineData("sind", "sind")]
    [InlineData("Tom", "{0}")]
    [InlineData("Toms.", "{0}s.")]
    public void What_the_model_said_is_found_in_the_translation(string said, string stands)
    {
        const string Output = "Boston sind Toms.";
        var restored = Masked().Restore(Output);
        var start = Output.IndexOf(said, StringComparison.Ordinal);

        var place = restored.Places.Behind(1).Map(new TextRange(start, start + said.Length));

        Assert.Equal(stands, ("(" + restored.Text)[place.Start..place.End]);
    }

    private static MaskedSentence Masked() => MaskedSentence.Of(
        Sentence, new(1, 23), [new(new(4, 7), "{0}"), new(new(15, 22), "{count}")], ["Tom", "Boston"], text => text);
}
