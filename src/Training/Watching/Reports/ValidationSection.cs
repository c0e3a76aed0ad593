using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Seq2SeqService.Training.Pictures;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Watching.Records;
using static Seq2SeqService.Training.Watching.Reports.Html;

namespace Seq2SeqService.Training.Watching.Reports;

/// <summary>What validations found: the best ones, and sentences of the last one.</summary>
internal static class ValidationSection
{
    public static IEnumerable<XElement> Best(RunHistory history)
    {
        if (history.Position?.Best is not { Count: > 0 } best)
            yield break;

        var names = history.Validations.SelectMany(validation => validation.Directions ?? []).Select(direction => direction.Name).Distinct().ToList();
        yield return Element("h2", "Best weights");
        yield return Element(
            "div", Class("scroll"), Element(
                "table",
                Element("tr", Head("Update"), Head("Loss"), names.SelectMany(name => new[] { Head($"{name} BLEU"), Head("chrF") })),
                best.Select(scored => Row(scored, history.Validations.LastOrDefault(validation => validation.Step == scored.Step), names))));
    }

    public static IEnumerable<XElement> Samples(SavedValidation? last)
    {
        foreach (var direction in last?.Directions ?? [])
        {
            yield return Element("h2", string.Create(CultureInfo.InvariantCulture, $"Translations after update {last!.Step:N0}, {direction.Name}"));
            foreach (var sample in direction.Samples)
            {
                yield return Element(
                    "div", Class("sample"), Line("source", sample.Source), Line("reference", sample.Reference),
                    Element("p", Class("out"), Element("span", "output"), sample.Output.Length > 0 ? sample.Output : "(empty)"));
            }
        }
    }

    public static IEnumerable<XElement> Attention(SavedValidation? last)
    {
        if (last is not { Attention.Count: > 0 })
            yield break;

        yield return Element("h2", "What the model looks at");
        yield return Element("p", Class("faint"), "A column for each source piece, a row for each output piece; the stronger the colour, the more attention.");
        yield return Element("div", Class("pictures"), last.Attention.Select(Picture));
    }

    /// <summary>As a picture of its own, since a style inside it would be the whole page's.</summary>
    private static XElement Picture(AttentionSample sample) => Element(
        "img", Attribute("alt", $"Attention from {string.Join(' ', sample.Source)} to {string.Join(' ', sample.Target)}"),
        Attribute("src", "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(sample.Draw()))));

    private static XElement Line(string name, string text) => Element("p", Element("span", name), text);

    private static XElement Head(string name) => Element("th", Class("number"), name);

    private static XElement Row(ScoredStep scored, LoggedValidation? validation, IReadOnlyList<string> names) => Element(
        "tr",
        Cell(scored.Step.ToString("N0", CultureInfo.InvariantCulture)),
        Cell(Number(validation?.ValidLoss, "0.000")),
        names.Select(name => validation?.Directions?.FirstOrDefault(direction => direction.Name == name))
            .SelectMany(direction => new[] { Cell(Number(direction?.Bleu, "0.00")), Cell(Number(direction?.Chrf, "0.00")) }));

    private static XElement Cell(string text) => Element("td", Class("number"), text);

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";
}
