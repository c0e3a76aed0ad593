using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Text;

public sealed class UnbrokenTextTests
{
    private const string Wrapped = "\nThe house is\nbig. It is\r\nred.\nIt is old.\n\n";

    [Fact]
    public void Line_breaks_inside_a_sentence_are_spaces_and_between_sentences_they_stay() =>
        Assert.Equal(
            ["\n", "[The house is big.]", " ", "[It is  red.]", "\n", "[It is old.]", "\n\n"],
            Shown(UnbrokenText.Split(Wrapped, bySentence: true, Words, maxTokens: 100)));

    [Fact]
    public void A_whole_text_is_one_sentence_with_the_white_space_around_it_kept() =>
        Assert.Equal(
            ["\n", "[The house is big. It is  red. It is old.]", "\n\n"],
            Shown(UnbrokenText.Split(Wrapped, bySentence: false, Words, maxTokens: 100)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_too_long_is_cut_and_no_letter_is_lost(bool bySentence)
    {
        var text = string.Concat(Enumerable.Repeat("one two three four\nfive six, seven eight ", 20));

        var segments = UnbrokenText.Split(text, bySentence, Words, maxTokens: 10);

        Assert.Equal(text.Replace('\n', ' '), TextSegments.Join(segments).Replace('\n', ' '));
        Assert.All(segments.Where(segment => segment.IsTranslatable), segment => Assert.InRange(Words(segment.Text), 1, 10));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("12\n34")]
    public void What_has_no_words_stays_as_it_is(string text)
    {
        var segments = UnbrokenText.Split(text, bySentence: false, Words, maxTokens: 10);

        Assert.Equal(text, TextSegments.Join(segments));
        Assert.DoesNotContain(segments, segment => segment.IsTranslatable);
    }

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    private static IEnumerable<string> Shown(IEnumerable<TextSegment> segments) => segments.Select(segment => segment.IsTranslatable ? $"[{segment.Text}]" : segment.Text);
}
