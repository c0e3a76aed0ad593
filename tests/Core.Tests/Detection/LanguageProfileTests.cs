using Seq2SeqService.Core.Detection;

namespace Seq2SeqService.Core.Tests.Detection;

public sealed class LanguageProfileTests
{
    [Fact]
    public void A_written_profile_is_read_as_it_was()
    {
        using var file = Written(Profile());

        var read = LanguageProfile.Read(file);

        Assert.Equal(["de", "ru"], read.Languages);
        Assert.Equal(
            new LanguageDetector(Profile()).Detect("das Haus"),
            new LanguageDetector(read).Detect("das Haus"));
    }

    [Fact]
    public void The_profile_that_comes_along_is_small()
    {
        using var resource = typeof(LanguageProfile).Assembly.GetManifestResourceStream("languages.profile")!;

        Assert.InRange(resource.Length, 1, 1 << 20);
    }

    [Fact]
    public void A_language_is_a_candidate_in_its_own_script_only()
    {
        var detector = new LanguageDetector(Profile());

        Assert.Equal([new DetectedLanguage("ru", 1)], detector.Detect("мама"));
        Assert.Equal([new DetectedLanguage("de", 1)], detector.Detect("Mama"));
    }

    [Fact]
    public void A_damaged_profile_is_refused()
    {
        using var file = Written(Profile());

        foreach (var length in Enumerable.Range(0, (int)file.Length - 1))
        {
            using var cut = new MemoryStream(file.ToArray()[..length]);
            Assert.Throws<InvalidDataException>(() => LanguageProfile.Read(cut));
        }
    }

    private static LanguageProfile Profile()
    {
        var builder = new LanguageProfileBuilder(buckets: 256);
        builder.Add("de", "Das Haus ist gross, und die Mama ist da.");
        builder.Add("ru", "Мама мыла раму.");
        return builder.Build();
    }

    private static MemoryStream Written(LanguageProfile profile)
    {
        var file = new MemoryStream();
        profile.Write(file);
        file.Position = 0;
        return file;
    }
}
