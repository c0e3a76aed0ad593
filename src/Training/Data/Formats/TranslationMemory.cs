using System.Text;
using System.Xml;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data.Formats;

/// <summary>
/// The units of a TMX file that have both languages (<c>en</c> takes <c>en-GB</c> too, and of several variants the first), one unit at a time. The codes of a
/// program's markup inside them are left out, words that are marked stay.
/// </summary>
internal static class TranslationMemory
{
    private static readonly string[] Codes = ["bpt", "ept", "ph", "it", "ut"];

    public static IEnumerable<(string Source, string Target)> Read(string path, string sourceLanguage, string targetLanguage)
    {
        using var stream = TextFile.Open(path);
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreComments = true });
        while (Next(reader, path))
        {
            var variants = Unit(reader, path);
            if (Find(variants, sourceLanguage) is { } source && Find(variants, targetLanguage) is { } target)
                yield return (source, target);
        }
    }

    /// <summary>Goes to the next unit.</summary>
    private static bool Next(XmlReader reader, string path) => Guard(path, () => reader.ReadToFollowing("tu"));

    private static List<(string Language, string Text)> Unit(XmlReader reader, string path) => Guard(path, () =>
    {
        var variants = new List<(string, string)>();
        using var unit = reader.ReadSubtree();
        while (unit.ReadToFollowing("tuv"))
        {
            var language = unit.GetAttribute("xml:lang") ?? unit.GetAttribute("lang") ?? "";
            using var variant = unit.ReadSubtree();
            if (variant.ReadToFollowing("seg"))
                variants.Add((language, Segment(variant)));
        }

        return variants;
    });

    private static string Segment(XmlReader variant)
    {
        var text = new StringBuilder();
        using var segment = variant.ReadSubtree();
        for (var more = segment.Read(); more;)
        {
            if (segment.NodeType == XmlNodeType.Element && Codes.Contains(segment.LocalName))
            {
                segment.Skip();
                more = !segment.EOF;
                continue;
            }

            if (segment.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
                text.Append(segment.Value);
            more = segment.Read();
        }

        return text.ToString().ReplaceLineEndings(" ").Trim();
    }

    private static string? Find(List<(string Language, string Text)> variants, string language) =>
        variants.Where(variant => Is(variant.Language, language)).Select(variant => variant.Text).FirstOrDefault();

    private static bool Is(string found, string language) =>
        found.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (found.Length == language.Length || found[language.Length] is '-' or '_');

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is XmlException or InvalidDataException)
        {
            throw new RecipeException($"{path}: it is no TMX: {error.Message}", error);
        }
    }
}
