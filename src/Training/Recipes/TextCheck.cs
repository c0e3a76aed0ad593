namespace Seq2SeqService.Training.Recipes;

/// <summary>Names what does not go together in one text of a recipe.</summary>
internal static class TextCheck
{
    public static IEnumerable<string> Faults(TextRecipe text, bool isMonolingual)
    {
        if (text.Tsv.Length > 0 && (text.Source.Length > 0 || text.Target.Length > 0))
            yield return $"data: {text.Tsv}: an entry with a tsv names no source and no target file.";
        if (((string[])[text.Tsv, text.Jsonl, text.Tmx]).Count(file => file.Length > 0) > 1)
            yield return $"data: {text.Title}: an entry names one of tsv, jsonl and tmx.";
        if (text.Tsv.Length == 0 && text.PairFile.Length > 0 && (text.Source.Length > 0 || text.Target.Length > 0))
            yield return $"data: {text.PairFile}: an entry with a jsonl or a tmx names no source and no target file.";
        if (text.Tmx.Length > 0 && (text.SourceLanguage.Length == 0 || text.TargetLanguage.Length == 0))
            yield return $"data: {text.Tmx}: a tmx needs sourceLanguage and targetLanguage, which choose among its variants.";
        if (text.Jsonl.Length == 0 && (text.SourceField ?? text.TargetField) is not null)
            yield return $"data: {text.Title}: sourceField and targetField are for an entry with a jsonl.";
        if (text.Tsv.Length > 0 && text.SourceAt == text.TargetAt)
            yield return $"data: {text.Tsv}: sourceColumn and targetColumn are both {text.SourceAt}.";
        if (text.Tsv.Length == 0 && (text.SourceColumn ?? text.TargetColumn) is not null)
            yield return $"data: {text.Source}: sourceColumn and targetColumn are for an entry with a tsv.";
        if (text.PairFile.Length == 0 && (text.Source.Length == 0 || (text.Target.Length == 0 && !isMonolingual)))
            yield return "data, publish:tests: every entry names a source and a target file, or a tsv, a jsonl or a tmx.";
        if (isMonolingual && (text.Target.Length > 0 || text.PairFile.Length > 0 || text.BothWays))
            yield return $"data: {text.Title}: an encoderOnly model learns from sources alone; make the target a source of its own entry.";
        if (text.BothWays && (text.SourceLanguage.Length == 0 || text.TargetLanguage.Length == 0))
            yield return $"data: {text.Title} with bothWays needs sourceLanguage and targetLanguage.";
    }
}
