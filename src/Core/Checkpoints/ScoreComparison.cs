using System.Globalization;
using System.Text;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>A table of the same scores before and after a change, test set by test set.</summary>
internal static class ScoreComparison
{
    /// <param name="names">Headings of the two columns.</param>
    public static void AppendTable(StringBuilder text, (string Before, string After) names, IReadOnlyList<ModelScore> before, IReadOnlyList<ModelScore> after)
    {
        text.Append(CultureInfo.InvariantCulture, $"| Test set | Direction | Metric | {names.Before} | {names.After} | Difference |\n");
        text.Append("| --- | --- | --- | ---: | ---: | ---: |\n");
        foreach (var (old, changed) in before.Zip(after))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {ModelCard.Cell(old.TestSet)} | {ModelCard.Cell(old.Direction)} | {ModelCard.Cell(old.Metric)} ");
            text.Append(CultureInfo.InvariantCulture, $"| {old.Value:F2} | {changed.Value:F2} | {changed.Value - old.Value:+0.00;-0.00;0.00} |\n");
        }
    }
}
