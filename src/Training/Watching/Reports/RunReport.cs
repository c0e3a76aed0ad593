using System.Globalization;
using System.Xml.Linq;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Watching.Records;
using static Seq2SeqService.Training.Watching.Reports.Html;

namespace Seq2SeqService.Training.Watching.Reports;

/// <summary>A run on one page that needs no other file and no script: <c>report.html</c> in its directory.</summary>
internal static class RunReport
{
    public const string FileName = "report.html";

    /// <summary>Writes the page from what the run's directory holds, and returns its path.</summary>
    public static string Write(RunDirectory run)
    {
        var path = run.In(FileName);
        DiskSync.Replace(path, Draw(RunHistory.Read(run)));
        return path;
    }

    public static string Draw(RunHistory history) => Page(
        $"{history.Start.Name}: training", PageStyle.Css,
        Element("h1", history.Start.Name),
        Element("p", Class("faint"), $"Training run, judged by {NameOf(history.Start.Metric)}"),
        Tiles(history),
        AlarmSection.Of(history.Alarms),
        Element("h2", "Curves"),
        Element("div", Class("plots"), CurveSection.Of(history)),
        ValidationSection.Best(history),
        ValidationSection.Samples(history.Last),
        ValidationSection.Attention(history.Last),
        Element("h2", "Data and network"),
        history.Start.Said.Select(line => Element("p", line)),
        Element("h2", "Recipe"),
        Element("details", Element("summary", "Every value"), Element("pre", history.Start.Recipe)));

    public static string NameOf(string metric) => metric switch { "bleu" => "BLEU", "chrf" => "chrF", _ => "validation loss" };

    private static XElement Tiles(RunHistory history)
    {
        var position = history.Position ?? new RunPosition();
        var step = Math.Max(position.Step, history.Training is [.., var newest] ? newest.Step : 0);
        return Element(
            "div", Class("tiles"),
            Tile("updates", Count(step)),
            Tile("epochs begun", Count(position.Epoch + (position.Batch > 0 ? 1 : 0))),
            Tile("hours", position.Spent.TotalHours.ToString("0.00", CultureInfo.InvariantCulture)),
            Tile("target tokens", Axis.Write(position.Tokens)),
            history.Training is [.., var last] ? Tile("training loss", last.Loss.ToString("0.000", CultureInfo.InvariantCulture)) : null,
            history.Validations is [.., { ValidLoss: { } loss }] ? Tile("validation loss", loss.ToString("0.000", CultureInfo.InvariantCulture)) : null,
            position.Best is [var best, ..] ? Tile($"best {NameOf(history.Start.Metric)}, update {Count(best.Step)}", Math.Abs(best.Score).ToString("0.00", CultureInfo.InvariantCulture)) : null);
    }

    private static XElement Tile(string name, string value) => Element("div", Element("b", value), Element("span", name));

    private static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
