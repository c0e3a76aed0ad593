using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Guards;

namespace Seq2SeqService.Inference.Tests.Guards;

public sealed class OutputGuardTests
{
    [Theory]
    [InlineData("He eats salad.", "Er isst Salat Salat Salat Salat Salat.")]
    [InlineData("He went home.", "Er ging nach Hause und er ging nach Hause und er ging nach Hause und er ging.")]
    [InlineData("My number is 5.", "Meine Nummer ist 54444444444.")]
    [InlineData("A file.", "Eine Pagagagagagagel.")]
    [InlineData("今天很好。", "很好很好很好很好很好")]
    public void An_output_that_goes_round_in_circles_is_a_repetition(string source, string output) =>
        Assert.Equal(FaultKind.Repetition, RepetitionGuard.Check(source, output)?.Kind);

    [Theory]
    [InlineData("Very, very, very, very good.", "Sehr, sehr, sehr, sehr gut.")]
    [InlineData("Hahahahahaha!", "Hahahahahaha!")]
    [InlineData("Really?", "Wirklich?!!!!!!!!!!!!")]
    [InlineData("Wait........", "Warte........")]
    [InlineData("No, no, no!", "Nein, nein, nein!")]
    [InlineData("", "")]
    public void What_the_source_says_as_often_is_none(string source, string output) => Assert.Null(RepetitionGuard.Check(source, output));

    [Fact]
    public void A_long_output_is_looked_at_in_good_time()
    {
        var output = string.Concat(Enumerable.Range(0, 20_000).Select(i => (char)('a' + (i * i % 23))));

        RepetitionGuard.Check(output, output);   // a faulty bound would take minutes
    }

    [Theory]
    [InlineData("A sentence of usual length is this one.", "", FaultKind.TooShort)]
    [InlineData("A sentence that says rather a lot, and then still more, until one is tired of it, and goes on even then for a while.", "Ja.", FaultKind.TooShort)]
    [InlineData("Yes.", "Das ist eine sehr lange Antwort auf eine kurze Frage, die niemand gestellt hat.", FaultKind.TooLong)]
    public void Lengths_that_cannot_be_right_are_found(string source, string output, object kind) =>
        Assert.Equal(kind, LengthGuard.Check(source, output, isCut: false)?.Kind);

    [Theory]
    [InlineData("Yes.", "Ja.")]
    [InlineData("Go!", "Na los, verschwinde!")]
    [InlineData("对不起，我明天没有时间。", "I am sorry, but I do not have any time tomorrow.")]
    [InlineData("I am sorry, but I do not have any time tomorrow.", "对不起，我明天没有时间。")]
    public void Usual_lengths_are_let_pass(string source, string output) => Assert.Null(LengthGuard.Check(source, output, isCut: false));

    [Fact]
    public void An_output_that_the_limit_ended_is_too_long()
    {
        Assert.True(LengthGuard.IsCut(new Hypothesis([5, 6], -1, [-1, -1])));
        Assert.False(LengthGuard.IsCut(new Hypothesis([5, 6], -1, [-1, -1, -1])));
        Assert.Equal(FaultKind.TooLong, LengthGuard.Check("Yes.", "Ja.", isCut: true)?.Kind);
    }

    [Fact]
    public void Decoding_once_more_is_stricter_where_the_fault_calls_for_it()
    {
        static DecodingOptions Stricter(DecodingOptions own, params FaultKind[] kinds) =>
            StricterDecoding.Of(own, [.. kinds.Select(kind => new Fault(kind, ""))], sourceTokens: 20);

        var own = new DecodingOptions { BeamSize = 1, Temperature = 1, Prefix = [4] };

        Assert.Equal((8, 8, 0.0, 0), (Stricter(own).BeamSize, Stricter(own).NBest, Stricter(own).Temperature, Stricter(own).NoRepeatNgram));
        Assert.Equal([4], Stricter(own).Prefix);
        Assert.Equal(12, Stricter(own with { BeamSize = 12 }).BeamSize);
        Assert.Equal(3, Stricter(own, FaultKind.Repetition).NoRepeatNgram);
        Assert.Equal(2, Stricter(own with { NoRepeatNgram = 2 }, FaultKind.Repetition).NoRepeatNgram);
        Assert.Equal((40, 3), (Stricter(own, FaultKind.TooLong).MaxLength, Stricter(own, FaultKind.TooLong).NoRepeatNgram));
        Assert.Equal(10, Stricter(own, FaultKind.TooShort).MinLength);
        Assert.Equal(5, Stricter(own with { MaxLength = 5 }, FaultKind.TooShort, FaultKind.TooLong).MaxLength);
        Assert.Equal(5, Stricter(own with { MaxLength = 5 }, FaultKind.TooShort).MinLength);
    }
}
