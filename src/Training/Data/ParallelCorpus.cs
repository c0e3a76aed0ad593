using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data;

/// <summary>One sentence and its translation; or a sentence twice, where a text has no target.</summary>
/// <param name="TargetLanguage">ISO 639-1 code that the tag at the start of the source names, or null.</param>
internal sealed record SentencePair(string Source, string Target, string? TargetLanguage);

/// <summary>Reads texts as pairs; a pair of files of different length, or a line without a column that is asked for, is an error that names file and line.</summary>
internal static class ParallelCorpus
{
    /// <summary>All pairs, in file order; with <see cref="TextRecipe.BothWays"/> the other direction follows each text.</summary>
    public static IEnumerable<SentencePair> Read(IEnumerable<TextRecipe> texts)
    {
        foreach (var text in texts)
        {
            var pairs = text.Tsv.Length > 0 ? ReadColumns(text) : ReadFiles(text);
            foreach (var (source, target) in pairs)
                yield return new SentencePair(source, target, Code(text.TargetLanguage));

            if (!text.BothWays)
                continue;
            foreach (var (source, target) in pairs)
                yield return new SentencePair(target, source, Code(text.SourceLanguage));
        }
    }

    private static string? Code(string language) => language.Length == 0 ? null : language;

    private static List<(string Source, string Target)> ReadFiles(TextRecipe text)
    {
        var source = LineFile.Read(text.Source);
        if (text.Target.Length == 0)
            return [.. source.Zip(source)];

        var target = LineFile.Read(text.Target);
        return source.Length == target.Length
            ? [.. source.Zip(target)]
            : throw new RecipeException($"{text.Source} has {source.Length} lines and {text.Target} has {target.Length}; aligned files have the same number.");
    }

    /// <summary>Columns lie between tabs and are taken as they are: nothing is quoted.</summary>
    private static List<(string Source, string Target)> ReadColumns(TextRecipe text)
    {
        var wanted = Math.Max(text.SourceAt, text.TargetAt);
        return
        [
            .. LineFile.Read(text.Tsv).Select((line, index) => line.Split('\t') is var columns && columns.Length >= wanted
                ? (columns[text.SourceAt - 1], columns[text.TargetAt - 1])
                : throw new RecipeException($"{text.Tsv}, line {index + 1}: it has {columns.Length} columns between tabs; column {wanted} is asked for.")),
        ];
    }
}
