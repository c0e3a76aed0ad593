using Seq2SeqService.Inference.Alignment;

namespace Seq2SeqService.Inference.Tests.Alignment;

public sealed class SentenceConfidenceTests
{
    private static readonly PlacedSentence Translation = new("rote Häuser.", [new(0, 4), new(5, 8), new(8, 11), new(11, 12), new(12, 12)]);

    [Fact]
    public void Words_have_the_chance_of_all_their_tokens()
    {
        var confidence = SentenceConfidence.Of(Translation, [-0.1f, -0.5f, -2f, -0.01f, -0.02f]);

        Assert.Equal(["rote", "Häuser", "."], confidence.Words.Select(word => word.Text));
        Assert.Equal([(0, 4), (5, 11), (11, 12)], confidence.Words.Select(word => (word.Place.Start, word.Place.End)));
        var mean = Math.Exp((-0.1 - 0.5 - 2 - 0.01 - 0.02) / 5);
        Assert.Equal(ConfidenceCalibration.Word(Math.Exp(-2.5), mean), confidence.Words[1].Confidence, 6);
        Assert.Equal(ConfidenceCalibration.Sentence(mean), confidence.Confidence, 6);
    }

    [Fact]
    public void Less_probable_is_less_sure_and_all_of_it_is_a_chance()
    {
        var steps = Enumerable.Range(0, 20).Select(step => SentenceConfidence.Of(Translation, [.. Enumerable.Repeat(-0.5f * step, 5)])).ToList();

        Assert.All(steps.Zip(steps.Skip(1)), pair => Assert.True(pair.First.Confidence > pair.Second.Confidence));
        Assert.All(steps.Zip(steps.Skip(1)), pair => Assert.True(pair.First.Words[0].Confidence > pair.Second.Words[0].Confidence));
        Assert.All(steps.SelectMany(step => step.Words.Select(word => word.Confidence).Append(step.Confidence)), chance => Assert.InRange(chance, 0, 1));
    }

    [Fact]
    public void A_sentence_further_on_has_its_words_further_on()
    {
        var confidence = SentenceConfidence.Of(Translation, [0, 0, 0, 0, 0]).Shift(100);

        Assert.Equal(105, confidence.Words[1].Place.Start);
    }
}
