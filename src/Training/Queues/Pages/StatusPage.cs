using System.Globalization;
using System.Xml.Linq;
using Seq2SeqService.Training.Watching.Reports;
using static Seq2SeqService.Training.Watching.Reports.Html;

namespace Seq2SeqService.Training.Queues.Pages;

/// <summary>The queue as a page without scripts that asks for itself anew every ten seconds.</summary>
internal static class StatusPage
{
    public const int RefreshSeconds = 10;

    public static string Draw(QueueStatus status) => Page(
        "Training worker", PageStyle.Css,
        Element("h1", "Training worker"),
        Element("p", Class("faint"), string.Create(CultureInfo.InvariantCulture, $"{status.Worker}, since {status.Started:yyyy-MM-dd HH:mm} UTC")),
        status.Running is { } running ? Running(running) : [Element("p", "Waits for a recipe.")],
        List("With other workers", status.Others),
        List("Waiting", status.Waiting),
        Done(status.Done),
        Failed(status.Failed));

    private static IEnumerable<XElement> Running(RunningRecipe running)
    {
        yield return Element("h2", $"{running.Recipe}: {running.Phase} {running.Model}");
        yield return Element(
            "div", Class("tiles"),
            Tile("updates", running.Steps > 0 ? $"{Count(running.Step)} of {Count(running.Steps)}" : Count(running.Step)),
            Tile("epoch", running.Epochs > 0 ? $"{running.Epoch} of {running.Epochs}" : Count(running.Epoch)),
            running.Loss is { } loss ? Tile("training loss", Number(loss)) : null,
            Tile("target tokens per second", Axis.Write(Math.Round(running.TokensPerSecond))),
            running.PeakShare is { } share ? Tile("of the matrix peak", share.ToString("P0", CultureInfo.InvariantCulture)) : null,
            Tile("hours", Number(running.Hours)),
            running.BestScore is { } best ? Tile("best score", Number(Math.Abs(best))) : null);
        foreach (var alarm in running.Alarms)
            yield return Element("div", Class("alarm"), alarm);
        if (running.Validation is { } validation)
        {
            yield return Element("p", string.Create(CultureInfo.InvariantCulture, $"Validation after update {validation.Step:N0}: ") + string.Join("; ",
                validation.Scores.Select(score => $"{score.Direction} BLEU {Number(score.Bleu)}, chrF {Number(score.Chrf)}")));
        }

        yield return Element("p", Class("faint"), $"Run directory {running.Run}; its {RunReport.FileName} has the curves.");
    }

    private static IEnumerable<XElement> List(string title, IReadOnlyList<string> names) => names.Count == 0
        ? []
        : [Element("h2", $"{title} ({names.Count})"), Element("ol", names.Select(name => Element("li", name)))];

    private static IEnumerable<XElement> Done(IReadOnlyList<EndedRecipe> done) => Table(
        "Done", done, ["Recipe", "Ended", "Published", "Updates", "Score"],
        ended => [ended.Result?.Version ?? "–", ended.Result is { } result ? Count(result.Step) : "–", ended.Result?.Score is { } score ? Number(Math.Abs(score)) : "–"]);

    private static IEnumerable<XElement> Failed(IReadOnlyList<EndedRecipe> failed) =>
        Table("Failed", failed, ["Recipe", "Ended", "Reason"], ended => [ended.Reason ?? "–"]);

    private static IEnumerable<XElement> Table(string title, IReadOnlyList<EndedRecipe> rows, string[] heads, Func<EndedRecipe, string[]> cells) => rows.Count == 0
        ? []
        :
        [
            Element("h2", title),
            Element("div", Class("scroll"), Element(
                "table", Element("tr", heads.Select(head => Element("th", head))),
                rows.Select(row => Element("tr", Element("td", row.Recipe), Element("td", row.Ended.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)), cells(row).Select(cell => Element("td", cell)))))),
        ];

    private static XElement Tile(string name, string value) => Element("div", Element("b", value), Element("span", name));

    private static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
