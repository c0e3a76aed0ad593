using System.CommandLine;
using Seq2SeqService.Core.Detection;
using Seq2SeqService.Training.Commands;

namespace Seq2SeqService.Training.Tests.Commands;

public sealed class DetectionCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("detection-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_profile_is_made_of_a_text_for_each_language()
    {
        File.WriteAllText(Path.Combine(_directory, "de.txt"), "Das Haus ist groß.\nIch weiß nicht, wo es ist.\n");
        File.WriteAllText(Path.Combine(_directory, "nl.txt"), "Het huis is groot.\nIk weet niet waar het is.\n");
        var profile = Path.Combine(_directory, "languages.profile");

        var code = DetectionCommand.Create().Parse(["--texts", _directory, "--output", profile, "--tests", $"de={Path.Combine(_directory, "de.txt")}"]).Invoke();

        Assert.Equal(0, code);
        using var file = File.OpenRead(profile);
        Assert.Equal("nl", new LanguageDetector(LanguageProfile.Read(file)).Detect("Het huis")[0].Language);
    }

    [Fact]
    public void One_language_is_none_to_tell_apart()
    {
        File.WriteAllText(Path.Combine(_directory, "de.txt"), "Das Haus.");
        var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false };

        var error = Assert.Throws<InvalidDataException>(() => DetectionCommand.Create().Parse(["--texts", _directory]).Invoke(settings));

        Assert.Contains("holds 1 files *.txt", error.Message, StringComparison.Ordinal);
    }
}
