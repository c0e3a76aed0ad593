using System.Globalization;

namespace Seq2SeqService.Inference.Models;

/// <summary>A cheap description of what a directory holds: names, sizes and times of its files, or why it cannot be read.</summary>
internal static class DirectoryContent
{
    public static string Describe(string directory)
    {
        try
        {
            return string.Join('\n', new DirectoryInfo(directory).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal).Select(Describe));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    private static string Describe(FileInfo file) =>
        string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}");
}
