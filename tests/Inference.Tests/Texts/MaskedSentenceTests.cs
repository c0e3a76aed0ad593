using Seq2SeqService.Inference.Texts;

namespace Seq2SeqService.Inference.Tests.Texts;

public sealed class MaskedSentenceTests
{
    private static readonly string[] Words = ["Tom", "Boston", "2013"];

    [Fact]
    public void A_word_stands_for_each_stretch_and_the_rest_is_made_readable()
    {
        var masked = Of("Hi {0}, it’s {1}!", "{0}", "{1}");

        Assert.Equal("Hi Tom, it's Boston!", masked.Text);
        Assert.Equal([("Tom", "{0}", 3, 3), ("Boston", "{1}", 13, 13)], masked.Masks.Select(mask => (mask.StandIn, mask.Output, mask.Span.Start, mask.Start)));
    }

    [Theory]
    [InlineData("Hallo Tom, Boston!", "Hallo {0}, {1}!", 1, 1)]
    [InlineData("Boston und Toms Haus", "{1} und {0}s Haus", 1, 1)]
    [InlineData("Tomaten, Bostonern, Atom", "Tomaten, Bostonern, Atom", 0, 0)]
    [InlineData("Tom und Tom", "{0} und {0}", 2, 0)]
    [InlineData("你好Tom。Boston", "你好{0}。{1}", 1, 1)]
    [InlineData("", "", 0, 0)]
    public void In_the_output_the_words_are_exchanged_again_and_counted(string output, string restored, params int[] found)
    {
        var result = Of("Hi {0}, {1}", "{0}", "{1}").Restore(output);

        Assert.Equal(restored, result.Text);
        Assert.Equal(found, result.Found);
    }

    [Fact]
    public void A_year_is_no_part_of_a_longer_number()
    {
        var masked = MaskedSentence.Of("{0}", new(0, 3), [new(new(0, 3), "{0}")], ["2013"], text => text);

        Assert.Equal("20135 {0}年 12013", masked.Restore("20135 2013年 12013").Text);
    }

    private static MaskedSentence Of(string sentence, params string[] kept) => MaskedSentence.Of(
        sentence, new(0, sentence.Length),
        [.. kept.Select(item => new Kept(new(sentence.IndexOf(item, StringComparison.Ordinal), sentence.IndexOf(item, StringComparison.Ordinal) + item.Length), item))],
        Words, text => text.Replace('’', '\''));
}
