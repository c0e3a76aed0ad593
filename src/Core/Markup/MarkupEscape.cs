namespace Seq2SeqService.Core.Markup;

/// <summary>Writes text so that it is read as text.</summary>
internal static class MarkupEscape
{
    public static string Html(string text) => Signs(text).Replace("\u00A0", "&nbsp;", StringComparison.Ordinal);

    public static string HtmlAttribute(string value) => Html(value).Replace("\"", "&quot;", StringComparison.Ordinal);

    /// <summary>Whatever the text holds, XML can: a character that cannot stand there becomes U+FFFD.</summary>
    public static string Xml(string text) => Signs(XmlLetters.Of(text));

    /// <summary>White space too, which a reader would make into plain spaces.</summary>
    public static string XmlAttribute(string value) => Xml(value)
        .Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("\t", "&#9;", StringComparison.Ordinal)
        .Replace("\n", "&#10;", StringComparison.Ordinal)
        .Replace("\r", "&#13;", StringComparison.Ordinal);

    private static string Signs(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
