using System.Globalization;
using System.Xml.Linq;
using Seq2SeqService.Training.Watching.Records;
using static Seq2SeqService.Training.Watching.Reports.Html;

namespace Seq2SeqService.Training.Watching.Reports;

/// <summary>The alarms of a run, each kind once.</summary>
internal static class AlarmSection
{
    public static IEnumerable<XElement> Of(IReadOnlyList<LoggedAlarm> alarms) => alarms.GroupBy(alarm => alarm.Alarm).Select(same => Element(
        "div", Class("alarm"),
        Element("b", Steps(same.First().Step, same.Last().Step)),
        " " + char.ToUpperInvariant(same.First().Message[0]) + same.First().Message[1..],
        same.Max(alarm => alarm.Count) > 1 ? string.Create(CultureInfo.InvariantCulture, $" At least {same.Max(alarm => alarm.Count):N0} times.") : null));

    private static string Steps(int first, int last) => first == last
        ? string.Create(CultureInfo.InvariantCulture, $"Update {first:N0}.")
        : string.Create(CultureInfo.InvariantCulture, $"Updates {first:N0} to {last:N0}.");
}
