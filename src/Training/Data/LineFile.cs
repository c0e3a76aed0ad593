using System.Text;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data;

/// <summary>Reads a file of UTF-8 lines; one that is not there, or that is not UTF-8, is an error that names it.</summary>
internal static class LineFile
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static string[] Read(string path)
    {
        if (!File.Exists(path))
            throw new RecipeException($"There is no file {path}; paths in a recipe are relative to the working directory.");

        var lines = new List<string>();
        try
        {
            // StreamReader would end lines at a lone carriage return as well; aligned files end them at line feeds only.
            foreach (var line in File.ReadAllText(path, Strict).Split('\n'))
                lines.Add(line.EndsWith('\r') ? line[..^1] : line);
        }
        catch (DecoderFallbackException error)
        {
            throw new RecipeException($"{path}: not valid UTF-8 near byte {error.Index}.", error);
        }

        if (lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
        return [.. lines];
    }
}
