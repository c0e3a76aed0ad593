namespace Seq2SeqService.Training.Synthesis;

/// <summary>Makes pairs of texts and their translations, as lines of two columns: a source, a tab, a target.</summary>
internal static class SyntheticPair
{
    /// <summary>
    /// The text was written in the language that is to be translated into, so it is the target, and its translation the source (Sennrich et al., 2016).
    /// </summary>
    public static string BackTranslated(string text, string translation) => Columns(translation, text);

    /// <summary>What a larger model makes of the text is the target, which a smaller one learns more easily than what people wrote (Kim and Rush, 2016).</summary>
    public static string Distilled(string text, string translation) => Columns(text, translation);

    private static string Columns(string source, string target) => $"{OneColumn(source)}\t{OneColumn(target)}";

    private static string OneColumn(string text) => text.Replace('\t', ' ').Replace('\n', ' ').Replace('\r', ' ');
}
