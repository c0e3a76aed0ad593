using System.Text;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data;

/// <summary>One sentence and its translation.</summary>
/// <param name="TargetLanguage">ISO 639-1 code that the tag at the start of the source names, or null.</param>
internal sealed record SentencePair(string Source, string Target, string? TargetLanguage);

/// <summary>Reads aligned files; a pair of files of different length, or one that is not UTF-8, is an error that names the line.</summary>
internal static class ParallelCorpus
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>All pairs, in file order; with <see cref="CorpusRecipe.BothWays"/> the other direction follows each file.</summary>
    public static IEnumerable<SentencePair> Read(IEnumerable<CorpusRecipe> corpora)
    {
        foreach (var corpus in corpora)
        {
            var (source, target) = (ReadLines(corpus.Source), ReadLines(corpus.Target));
            if (source.Length != target.Length)
            {
                throw new RecipeException(
                    $"{corpus.Source} has {source.Length} lines and {corpus.Target} has {target.Length}; aligned files have the same number.");
            }

            foreach (var (from, to) in source.Zip(target))
                yield return new SentencePair(from, to, Code(corpus.TargetLanguage));

            if (!corpus.BothWays)
                continue;
            foreach (var (from, to) in source.Zip(target))
                yield return new SentencePair(to, from, Code(corpus.SourceLanguage));
        }
    }

    private static string? Code(string language) => language.Length == 0 ? null : language;

    private static string[] ReadLines(string path)
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
