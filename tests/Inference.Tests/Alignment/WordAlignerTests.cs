using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Alignment;

namespace Seq2SeqService.Inference.Tests.Alignment;

public sealed class WordAlignerTests
{
    [Fact]
    public void The_strongest_pairs_go_first_and_a_taken_word_goes_again_only_where_there_is_no_doubt()
    {
        Assert.Equal("of-des old-alten house-Hauses", Align("of the old house", "des alten Hauses",
            [0.50f, 0.45f, 0.03f, 0.02f],
            [0.05f, 0.20f, 0.70f, 0.05f],
            [0.02f, 0.03f, 0.05f, 0.90f]));
        Assert.Equal("house-Haus house-bau", Align("a house", "Haus bau", [0.1f, 0.9f], [0.2f, 0.8f]));
        Assert.Equal("a-ein house-Haus", Align("a house", "ein Haus", [0.46f, 0.54f], [0.1f, 0.9f]));
    }

    [Fact]
    public void Tokens_of_one_word_speak_together_and_what_is_no_word_has_no_say()
    {
        var source = new PlacedSentence("red houses", [new(0, 0), new(0, 3), new(4, 7), new(7, 10), new(10, 10)]);   // tag, red, hou, ses, end
        var target = new PlacedSentence("rote Häuser", [new(0, 4), new(5, 8), new(8, 11), new(11, 11)]);

        var pairs = WordAligner.Align(source, target,
        [
            [0.5f, 0.3f, 0.0f, 0.0f, 0.2f],
            [0.0f, 0.45f, 0.3f, 0.25f, 0.0f],
            [0.0f, 0.0f, 0.1f, 0.5f, 0.4f],
            [0.0f, 0.0f, 0.0f, 0.0f, 1.0f],
        ]);

        Assert.Equal(["0:2-0:3", "4:9-5:10"], pairs.Select(pair => pair.ToString()));
    }

    [Fact]
    public void A_word_that_looked_at_no_word_is_left_alone()
    {
        Assert.Equal("", Align("a b", "x", [0f, 0f]));
        Assert.Equal("", Align("", "x", [[]]));
    }

    private static string Align(string source, string target, params float[][] attention) => string.Join(' ', WordAligner.Align(Placed(source), Placed(target), attention)
        .Select(pair => $"{source[pair.Source.Start..pair.Source.End]}-{target[pair.Target.Start..pair.Target.End]}"));

    private static PlacedSentence Placed(string words) => new(words, Words.Of(words));
}
