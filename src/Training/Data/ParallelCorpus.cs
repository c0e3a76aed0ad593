using Seq2SeqService.Training.Data.Formats;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data;

/// <summary>One sentence and its translation; or a sentence twice, where a text has no target.</summary>
/// <param name="TargetLanguage">ISO 639-1 code that the tag at the start of the source names, or null.</param>
/// <param name="SourceLanguage">ISO 639-1 code of the source, or null.</param>
/// <param name="Tag">What the tag says that marks the source's corpus, or null.</param>
internal sealed record SentencePair(string Source, string Target, string? TargetLanguage, string? SourceLanguage = null, string? Tag = null);

/// <summary>Reads texts as pairs; a pair of files of different length, or a line without a column that is asked for, is an error that names file and line.</summary>
internal static class ParallelCorpus
{
    /// <summary>All pairs, in file order; with <see cref="TextRecipe.BothWays"/> the other direction follows each text. Files are read as the pairs are asked for.</summary>
    public static IEnumerable<SentencePair> Read(IEnumerable<TextRecipe> texts)
    {
        foreach (var text in texts)
        {
            var tag = text is CorpusRecipe corpus ? Named(corpus.Tag) : null;
            var (from, to) = (Named(text.SourceLanguage), Named(text.TargetLanguage));
            foreach (var (source, target) in PairReader.Read(text))
                yield return new SentencePair(source, target, to, from, tag);

            if (!text.BothWays)
                continue;
            foreach (var (source, target) in PairReader.Read(text))
                yield return new SentencePair(target, source, from, to, tag);
        }
    }

    private static string? Named(string code) => code.Length == 0 ? null : code;
}
