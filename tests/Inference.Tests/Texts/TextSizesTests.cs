using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Texts;

namespace Seq2SeqService.Inference.Tests.Texts;

public sealed class TextSizesTests
{
    private readonly TextSizes _sizes = new(mostTokens: 50);

    [Fact]
    public void A_text_of_which_nothing_is_known_has_a_token()
    {
        Assert.Equal(new BatchLoad(1, 4, 4, 1), _sizes.AtLeast(["The quick brown fox."], beam: 4).All);
    }

    [Fact]
    public void The_first_text_counts_half_and_later_ones_say_more()
    {
        Saw("twenty characters ..", tokens: 10);
        Assert.Equal(6, Tokens("twenty characters .."));   // the end of the sentence too

        for (var text = 0; text < 1000; text++)
            Saw("twenty characters ..", tokens: 10);

        Assert.InRange(Tokens("twenty characters .."), 10, 11);
    }

    [Fact]
    public void Nineteen_of_twenty_texts_have_that_much_or_more()
    {
        for (var text = 0; text < 5000; text++)
            Saw("twenty characters ..", tokens: text % 100 < 8 ? 4 : 12);

        Assert.InRange(Tokens("twenty characters .."), 4, 6);

        for (var text = 0; text < 5000; text++)
            Saw("twenty characters ..", tokens: text % 100 < 2 ? 4 : 12);

        Assert.InRange(Tokens("twenty characters .."), 10, 14);
    }

    [Fact]
    public void The_longest_sentence_is_no_shorter_than_the_mean_and_no_longer_than_the_model_accepts()
    {
        Saw("abcd", tokens: 8);   // one of a character, halved

        Assert.Equal(21, Load("abcdefghijklmnopqrs.").All.Longest);
        Assert.Equal(7, Load("Ab? Cdefghi! Jklmno.").All.Longest);
        Assert.Equal(25, Load(new string('a', 500)).All.Longest);   // cut in halves, at worst
        Assert.Equal(501, Load(new string('a', 500)).All.Tokens);
    }

    [Theory]
    [InlineData("Dr. Smith paid 3.50 dollars at St. John's, didn't he?")]
    [InlineData("यह पहला वाक्य है। यह दूसरा वाक्य है। यह तीसरा है।")]
    [InlineData("one\ttwo\tthree\tfour\tfive")]
    [InlineData("first   second   third   fourth")]
    [InlineData("one\u2028two\u2028three")]
    [InlineData("• ein Punkt • noch einer • ein dritter")]
    [InlineData("一つ目の文です。二つ目の文です。三つ目の文です。")]
    public void No_sentence_is_taken_to_be_longer_than_the_splitter_leaves_one(string text)
    {
        var sentences = TextSegments.Split(text, piece => piece.Length + 1, 50).Where(piece => piece.Text.Any(char.IsLetter)).Select(piece => piece.Text.Length).ToList();
        Saw(text, tokens: 2 * sentences.Sum());   // one of a character, halved

        Assert.InRange(Load(text).All.Longest, 1, sentences.Max() + 1);
    }

    [Fact]
    public void The_last_sentence_may_be_all_of_the_text()
    {
        Saw("abcd", tokens: 8);

        Assert.Equal(21, Load("Ab? Cdefghi! Jklmno.").Last);
    }

    [Fact]
    public void What_has_no_letters_may_need_no_model()
    {
        Assert.True(Load("12.50 € ⏎ 100 %").All.IsNothing);
        Assert.Equal(1, _sizes.AtLeast(["12", "twelve", ""], beam: 2).All.Sentences);
    }

    private void Saw(string text, int tokens) => _sizes.Saw(text, [new Job(new int[tokens + 1], new(), CancellationToken.None)]);

    private TextLoad Load(string text) => _sizes.AtLeast([text], beam: 1);

    private long Tokens(string text) => Load(text).All.Tokens;
}
