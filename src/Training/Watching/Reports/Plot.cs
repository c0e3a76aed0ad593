using System.Globalization;
using System.Xml.Linq;
using static Seq2SeqService.Training.Watching.Reports.Html;

namespace Seq2SeqService.Training.Watching.Reports;

/// <summary>A picture of curves or points over the updates of a run, in the colours of the page.</summary>
internal static class Plot
{
    private const int Width = 440;
    private const int Height = 220;
    private const int Left = 46;
    private const int Right = Width - 10;
    private const int Top = 8;
    private const int Bottom = Height - 24;
    private const int Colours = 6;

    /// <summary>Curves by update; null where there is nothing to see.</summary>
    public static XElement? Curves(string title, bool fromZero, params IReadOnlyList<Curve> curves)
    {
        var seen = curves.Take(Colours).Select(curve => (curve.Name, curve.HasDots, Points: curve.Visible())).Where(curve => curve.Points.Count > 0).ToList();
        if (seen.Count == 0)
            return null;

        var x = new Axis(seen.SelectMany(curve => curve.Points).Select(point => point.X), Left, Right, fromZero: true, ticks: 5);
        var y = new Axis(seen.SelectMany(curve => curve.Points).Select(point => point.Y), Bottom, Top, fromZero);
        var names = seen.Select((curve, number) => Element("span", Class($"key c{number}"), $"{curve.Name} {Axis.Write(curve.Points[^1].Y)}"));
        return Figure(title, names, x, y, seen.SelectMany((curve, number) => Line(curve.Points, curve.HasDots, number, x, y)));
    }

    /// <summary>Outputs' lengths over references' lengths, with the line on which both are the same; null where there are none.</summary>
    public static XElement? Lengths(string title, IReadOnlyList<(string Name, IReadOnlyList<int[]> Lengths)> sets)
    {
        const int mostDots = 400;
        var seen = sets.Take(Colours).Select(set => (set.Name, Pairs: set.Lengths.Where(pair => pair.Length == 2).Take(mostDots).ToList())).Where(set => set.Pairs.Count > 0).ToList();
        if (seen.Count == 0)
            return null;

        var all = seen.SelectMany(set => set.Pairs).SelectMany(pair => pair).Select(length => (double)length).ToList();
        var (x, y) = (new Axis(all, Left, Right, fromZero: true, ticks: 5), new Axis(all, Bottom, Top, fromZero: true));
        var same = Element("path", Class("same"), Attribute("d", $"M{Number(x.At(0))} {Number(y.At(0))}L{Number(x.At(all.Max()))} {Number(y.At(all.Max()))}"));
        var dots = seen.SelectMany((set, number) => set.Pairs.Select(pair => Dot(x.At(pair[0]), y.At(pair[1]), number, "dot")));
        var names = seen.Select((set, number) => Element("span", Class($"key c{number}"), string.Create(CultureInfo.InvariantCulture, $"{set.Name} {Ratio(set.Pairs):F2} of the reference")));
        return Figure(title, names, x, y, dots.Prepend(same));
    }

    private static double Ratio(IReadOnlyList<int[]> pairs) => pairs.Sum(pair => (double)pair[1]) / Math.Max(1, pairs.Sum(pair => (double)pair[0]));

    private static XElement Figure(string title, IEnumerable<XElement> names, Axis x, Axis y, IEnumerable<XElement> marks) => Element(
        "figure", Element("figcaption", Element("b", title), names),
        Element("svg", Attribute("viewBox", $"0 0 {Width} {Height}"), Attribute("role", "img"), Attribute("aria-label", title), Grid(x, y), marks));

    private static IEnumerable<XElement> Grid(Axis x, Axis y)
    {
        foreach (var tick in y.Ticks)
        {
            yield return Element("path", Class("grid"), Attribute("d", $"M{Left} {Number(y.At(tick))}H{Right}"));
            yield return Label(Left - 6, y.At(tick) + 4, "end", Axis.Write(tick));
        }

        foreach (var tick in x.Ticks)
            yield return Label(x.At(tick), Height - 6, "middle", Axis.Write(tick));
    }

    private static IEnumerable<XElement> Line(IReadOnlyList<(double X, double Y)> points, bool hasDots, int number, Axis x, Axis y)
    {
        var path = string.Join('L', points.Select(point => $"{Number(x.At(point.X))} {Number(y.At(point.Y))}"));
        yield return Element("path", Class($"line c{number}"), Attribute("d", "M" + path));
        foreach (var (at, value) in hasDots || points.Count == 1 ? points : [])
            yield return Dot(x.At(at), y.At(value), number, "mark", $"update {at.ToString("N0", CultureInfo.InvariantCulture)}: {Axis.Write(value)}");
    }

    private static XElement Dot(double x, double y, int number, string kind, string? hint = null) => Element(
        "circle", Class($"{kind} c{number}"), Attribute("cx", Number(x)), Attribute("cy", Number(y)), Attribute("r", "3"), hint is null ? null : Element("title", hint));

    private static XElement Label(double x, double y, string anchor, string text) =>
        Element("text", Attribute("x", Number(x)), Attribute("y", Number(y)), Attribute("text-anchor", anchor), text);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
