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
        Assert.Equal(50, Load(new string('a', 500)).All.Longest);
        Assert.Equal(501, Load(new string('a', 500)).All.Tokens);
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
