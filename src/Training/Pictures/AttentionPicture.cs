using System.Globalization;
using System.Xml.Linq;

namespace Seq2SeqService.Training.Pictures;

/// <summary>
/// Attention weights as an SVG picture: a column for each source piece, a row for each target piece, and a square as dark as the weight.
/// Colours, the ground's too, follow the reader's light or dark setting.
/// </summary>
internal sealed class AttentionPicture(IReadOnlyList<string> source, IReadOnlyList<string> target, IReadOnlyList<float[]> weights)
{
    private const int Cell = 18;
    private const int LetterWidth = 8;
    private const int WideLetterWidth = 13;
    private const int Gap = 6;
    private const double LeastVisible = 0.005;

    private const string Style =
        "svg{background:#fff}text{font:12px sans-serif;fill:#222}rect{fill:#0b5cad}path{stroke:#ccc;fill:none}"
        + "@media(prefers-color-scheme:dark){svg{background:#16181d}text{fill:#ddd}rect{fill:#6db3ff}path{stroke:#444}}";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The text of the SVG file.</summary>
    public string Draw()
    {
        if (weights.Count != target.Count || weights.Any(row => row.Length != source.Count))
            throw new ArgumentException($"{target.Count} target pieces and {source.Count} source pieces need as many rows and columns of weights.");

        var left = target.Max(WidthOf) + Gap;
        var top = source.Max(WidthOf) + Gap;
        var (width, height) = (left + (Cell * source.Count) + 1, top + (Cell * target.Count) + 1);
        return new XElement(
            Svg + "svg", new XAttribute("viewBox", $"0 0 {width} {height}"), new XAttribute("width", width), new XAttribute("height", height),
            new XElement(Svg + "style", Style),
            source.Select((piece, s) => SourceLabel(piece, left + (s * Cell), top)),
            target.Select((piece, t) => TargetLabel(piece, left, top + (t * Cell))),
            Squares(left, top),
            Grid(left, top)).ToString();
    }

    /// <summary>Room for a label: an upper bound, as the reader's font is not known. Asian characters, symbols and the sign of a space are wide.</summary>
    private static int WidthOf(string piece) => piece.EnumerateRunes().Sum(letter => letter.Value < 0x1100 ? LetterWidth : WideLetterWidth);

    private IEnumerable<XElement> Squares(int left, int top) =>
        from t in Enumerable.Range(0, target.Count)
        from s in Enumerable.Range(0, source.Count)
        where weights[t][s] >= LeastVisible
        select new XElement(
            Svg + "rect", new XAttribute("x", left + (s * Cell)), new XAttribute("y", top + (t * Cell)),
            new XAttribute("width", Cell), new XAttribute("height", Cell),
            new XAttribute("opacity", weights[t][s].ToString("0.##", CultureInfo.InvariantCulture)));

    /// <summary>Read from below to above.</summary>
    private static XElement SourceLabel(string piece, int x, int top) => new(
        Svg + "text", new XAttribute("transform", $"translate({x + Cell - 5} {top - Gap}) rotate(-90)"), piece);

    private static XElement TargetLabel(string piece, int left, int y) => new(
        Svg + "text", new XAttribute("x", left - Gap), new XAttribute("y", y + Cell - 5), new XAttribute("text-anchor", "end"), piece);

    private XElement Grid(int left, int top)
    {
        var columns = Enumerable.Range(0, source.Count + 1).Select(s => $"M{left + (s * Cell)} {top}v{target.Count * Cell}");
        var rows = Enumerable.Range(0, target.Count + 1).Select(t => $"M{left} {top + (t * Cell)}h{source.Count * Cell}");
        return new XElement(Svg + "path", new XAttribute("d", string.Concat(columns.Concat(rows))));
    }
}
