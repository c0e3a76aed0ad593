using System.CommandLine;
using Seq2SeqService.Core.Detection;
using Seq2SeqService.Training.Detection;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>detection --texts dir --output file</c>: counts the profile by which the service tells languages apart.</summary>
internal static class DetectionCommand
{
    private const string Ending = ".txt";

    public static Command Create()
    {
        var texts = new Option<string?>("--texts") { Description = "Directory with a text for each language, de.txt; without it the service's own profile is tested." };
        var output = new Option<string?>("--output") { Description = "File for the profile." };
        var tests = new Option<string[]>("--tests")
        {
            Description = "Texts to test with, one a line: de=file.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        var command = new Command("detection", "Make the profile by which languages are told apart, and test it.") { texts, output, tests };
        command.SetAction(parsed =>
        {
            var profile = parsed.GetValue(texts) is { } directory ? Count(directory) : LanguageProfile.Default;
            if (parsed.GetValue(output) is { } file)
                Write(profile, file);

            Test(new(profile), parsed.GetValue(tests) ?? []);
            return 0;
        });
        return command;
    }

    private static LanguageProfile Count(string directory)
    {
        var files = Directory.GetFiles(directory, $"*{Ending}").Order(StringComparer.Ordinal).ToList();
        if (files.Count < 2)
            throw new InvalidDataException($"{directory} holds {files.Count} files *{Ending}; two languages or more are needed.");

        var builder = new LanguageProfileBuilder();
        foreach (var file in files)
        {
            foreach (var line in File.ReadLines(file))
                builder.Add(Path.GetFileNameWithoutExtension(file), line);
        }

        return builder.Build();
    }

    private static void Write(LanguageProfile profile, string file)
    {
        using var stream = File.Create(file);
        profile.Write(stream);
        Console.WriteLine($"{string.Join(", ", profile.Languages)}: {stream.Length:N0} bytes in {file}");
    }

    private static void Test(LanguageDetector detector, IReadOnlyList<string> tests)
    {
        if (tests.Count > 0)
            Console.WriteLine(DetectionAccuracy.Header);

        foreach (var test in tests)
        {
            if (test.Split('=', 2) is not [var language, var file])
                throw new InvalidDataException($"--tests {test}: must be a language and a file, as in de=test.de.");

            Console.WriteLine($"{language,-12}{DetectionAccuracy.Of(detector, language, File.ReadLines(file))}");
        }
    }
}
