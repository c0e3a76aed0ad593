using System.Globalization;
using Seq2SeqService.Training.Validation;

namespace Seq2SeqService.Training.Watching.Alarms;

/// <summary>Looks at what a validation's sentences became. Where the references do the same, nothing is wrong.</summary>
internal static class OutputAlarms
{
    private const int FewestSentences = 5;
    private const double ManyEmpty = 0.1;
    private const double ManyCopies = 0.3;
    private const double FewDifferent = 0.1;

    public static IEnumerable<Alarm> Look(ValidationReport report) =>
        report.Directions.Where(direction => direction.Outputs.Count >= FewestSentences).SelectMany(direction => Look(report.Step, direction));

    private static IEnumerable<Alarm> Look(int step, DirectionScore direction)
    {
        var (name, pairs, outputs) = (direction.Set.Name, direction.Set.Pairs, direction.Outputs);

        var empty = Share(outputs.Zip(pairs, (output, pair) => IsEmpty(output) && !IsEmpty(pair.Target)));
        if (empty > ManyEmpty)
        {
            yield return new Alarm(AlarmKind.EmptyOutputs, step,
                $"{name}: {Percent(empty)} of the outputs are empty. Early in a run that passes; later look for empty targets in the data, and for a recipe whose targets are cut short.");
            yield break;   // empty ones are all the same as well
        }

        var copies = Share(outputs.Zip(pairs, (output, pair) => IsSame(output, pair.Source) && !IsSame(pair.Target, pair.Source)));
        if (copies > ManyCopies)
        {
            yield return new Alarm(AlarmKind.CopiedSources, step,
                $"{name}: {Percent(copies)} of the outputs are their sources. Look for text in the source's language among the targets (data.dropCopies takes out equal pairs), and for files in the wrong order.");
        }

        if (Different(outputs) <= FewDifferent && Different([.. pairs.Select(pair => pair.Target)]) > 2 * FewDifferent)
        {
            yield return new Alarm(AlarmKind.SameOutputs, step,
                $"{name}: {outputs.Distinct().Count()} different outputs for {outputs.Count} sentences: the model does not look at its source. Early in a run that passes; later check that the " +
                "files are aligned line by line, and that the network has attention or a context.");
        }
    }

    private static bool IsEmpty(string text) => string.IsNullOrWhiteSpace(text);

    private static bool IsSame(string left, string right) => string.Equals(left.Trim(), right.Trim(), StringComparison.OrdinalIgnoreCase);

    private static double Share(IEnumerable<bool> answers) => answers.Average(answer => answer ? 1.0 : 0);

    /// <summary>Different texts beyond the first one, as a share of all; 0 where all are the same.</summary>
    private static double Different(IReadOnlyList<string> texts) => (texts.Distinct().Count() - 1.0) / texts.Count;

    private static string Percent(double share) => share.ToString("P0", CultureInfo.InvariantCulture);
}
