using Seq2SeqService.Core.Detection;

namespace Seq2SeqService.Core.Tests.Detection;

public sealed class LanguageDetectorTests
{
    private static readonly LanguageDetector Detector = LanguageDetector.Default;

    [Fact]
    public void Ten_languages_are_told_apart() =>
        Assert.Equal(["de", "en", "es", "fr", "it", "ja", "nl", "pt", "ru", "zh"], Detector.Languages);

    [Theory]
    [InlineData("tatoeba.txt", 0.985)]
    [InlineData("everyday.txt", 0.95)]
    public void Sentences_of_twenty_characters_and_more_are_recognised(string file, double share)
    {
        var sentences = Sentences(file).Where(sentence => sentence.Text.Length >= 20 || sentence.Language is "zh" or "ja").ToList();

        var wrong = sentences.Where(sentence => Detector.Detect(sentence.Text)[0].Language != sentence.Language).ToList();

        Assert.True(1 - (double)wrong.Count / sentences.Count >= share, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public void A_confidence_is_about_as_often_right_as_it_says()
    {
        var beginnings = Sentences("tatoeba.txt").Select(sentence => (sentence.Language, Found: Detector.Detect(sentence.Text[..Math.Min(12, sentence.Text.Length)])[0])).ToList();

        var right = beginnings.Count(answer => answer.Found.Language == answer.Language) / (double)beginnings.Count;
        var confidence = beginnings.Average(answer => answer.Found.Confidence);

        Assert.InRange(confidence - right, -0.05, 0.05);
    }

    [Fact]
    public void Confidences_come_best_first_and_sum_to_one()
    {
        var found = Detector.Detect("Where is the station?");

        Assert.Equal("en", found[0].Language);
        Assert.Equal(found.Select(language => language.Confidence).OrderDescending(), found.Select(language => language.Confidence));
        Assert.Equal(1, found.Sum(language => language.Confidence), 9);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("12:30, 45 % 🙂 …")]
    [InlineData("Καλημέρα σας")]   // a script that no known language is written in
    [InlineData("مرحبا بالعالم")]
    public void What_no_known_language_could_have_written_is_not_guessed(string text) =>
        Assert.Empty(Detector.Detect(text));

    [Fact]
    public void Case_and_digits_and_punctuation_do_not_count()
    {
        var plain = Detector.Detect("wo ist der bahnhof")[0];

        Assert.Equal(plain, Detector.Detect("  WO ist -- der Bahnhof?! 42")[0]);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_trouble() =>
        Assert.Equal("de", Detector.Detect("Das Wetter ist heute schön \uD83D")[0].Language);

    [Fact]
    public void Of_a_long_text_the_beginning_is_read()
    {
        var text = string.Concat(Enumerable.Repeat("Das ist ein langer Text. ", 100_000));

        Assert.Equal("de", Detector.Detect(text)[0].Language);
    }

    private static IEnumerable<(string Language, string Text)> Sentences(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Detection", "Data", file)).Select(line => line.Split('\t')).Select(parts => (parts[0], parts[1]));
}
