using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Seq2SeqService.Training.Watching.Reports;

/// <summary>Makes elements of HTML, with all text escaped.</summary>
internal static class Html
{
    private const char Replacement = '\uFFFD';

    /// <summary>Elements that have no end tag.</summary>
    private static readonly string[] Void = ["meta", "img", "path", "rect", "circle", "line"];

    /// <param name="content">Elements, attributes, and texts; what is null is left out.</param>
    public static XElement Element(string name, params object?[] content)
    {
        var element = new XElement(name, [.. content.Select(part => part is string text ? Printable(text) : part)]);
        if (element.IsEmpty && !Void.Contains(name))
            element.Value = "";   // else it would be written as <p/>, which HTML reads as a paragraph that does not end
        return element;
    }

    public static XAttribute Attribute(string name, string value) => new(name, Printable(value));

    public static XAttribute Class(string value) => new("class", value);

    public static string Page(string title, string style, params object?[] body)
    {
        var head = Element(
            "head", Element("meta", Attribute("charset", "utf-8")), Element("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")),
            Element("title", title));
        var page = Element("html", Attribute("lang", "en"), head, Element("body", body)).ToString(SaveOptions.DisableFormatting);
        return "<!DOCTYPE html>\n" + page.Replace("</head>", $"<style>{style}</style></head>", StringComparison.Ordinal) + "\n";
    }

    /// <summary>A model's output may hold characters that no document may.</summary>
    private static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())   // a lone half of a pair comes as the replacement
        {
            if (rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value))
                printable.Append(Replacement);
            else
                printable.Append(rune);
        }

        return printable.ToString();
    }
}
