using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data.Formats;

/// <summary>The pairs of one text in its own direction, one after the other: nothing is held but the pair that was read last.</summary>
internal static class PairReader
{
    public static IEnumerable<(string Source, string Target)> Read(TextRecipe text)
    {
        if (text.Tsv.Length > 0)
            return ReadColumns(text);
        if (text.Jsonl.Length > 0)
            return JsonLines.Read(text.Jsonl, text.SourceName, text.TargetName);
        if (text.Tmx.Length > 0)
            return TranslationMemory.Read(text.Tmx, text.SourceLanguage, text.TargetLanguage);

        return text.Target.Length > 0 ? ReadFiles(text) : LineFile.Lines(text.Source).Select(line => (line, line));
    }

    private static IEnumerable<(string Source, string Target)> ReadFiles(TextRecipe text)
    {
        using var sources = LineFile.Lines(text.Source).GetEnumerator();
        using var targets = LineFile.Lines(text.Target).GetEnumerator();
        var lines = 0L;
        var (hasSource, hasTarget) = (sources.MoveNext(), targets.MoveNext());
        for (; hasSource && hasTarget; (hasSource, hasTarget) = (sources.MoveNext(), targets.MoveNext()))
        {
            lines++;
            yield return (sources.Current, targets.Current);
        }

        if (hasSource || hasTarget)
        {
            throw new RecipeException(
                $"{text.Source} has {lines + Rest(sources, hasSource)} lines and {text.Target} has {lines + Rest(targets, hasTarget)}; aligned files have the same number.");
        }
    }

    private static long Rest(IEnumerator<string> lines, bool hasLine)
    {
        var rest = 0L;
        for (; hasLine; hasLine = lines.MoveNext())
            rest++;

        return rest;
    }

    /// <summary>Columns lie between tabs and are taken as they are: nothing is quoted.</summary>
    private static IEnumerable<(string Source, string Target)> ReadColumns(TextRecipe text)
    {
        var wanted = Math.Max(text.SourceAt, text.TargetAt);
        foreach (var (index, line) in LineFile.Lines(text.Tsv).Index())
        {
            var columns = line.Split('\t');
            yield return columns.Length >= wanted
                ? (columns[text.SourceAt - 1], columns[text.TargetAt - 1])
                : throw new RecipeException($"{text.Tsv}, line {index + 1}: it has {columns.Length} columns between tabs; column {wanted} is asked for.");
        }
    }
}
