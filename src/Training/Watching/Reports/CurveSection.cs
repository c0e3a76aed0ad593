using System.Xml.Linq;
using Seq2SeqService.Training.Watching.Records;

namespace Seq2SeqService.Training.Watching.Reports;

/// <summary>The plots of a run.</summary>
internal static class CurveSection
{
    public static IEnumerable<XElement?> Of(RunHistory history)
    {
        var directions = history.Validations.SelectMany(validation => validation.Directions ?? []).Select(direction => direction.Name).Distinct().ToList();
        yield return Plot.Curves(
            "Loss, nats per token", fromZero: false,
            Training("training", figures => figures.Loss),
            new Curve("validation", [.. history.Validations.Select(validation => ((double)validation.Step, validation.ValidLoss ?? double.NaN))], HasDots: true));
        yield return Plot.Curves("BLEU", fromZero: true, Scores(direction => direction.Bleu));
        yield return Plot.Curves("chrF", fromZero: true, Scores(direction => direction.Chrf));
        yield return Plot.Lengths("Lengths in characters: outputs over references", [.. (history.Last?.Directions ?? []).Select(direction => (direction.Name, direction.Lengths))]);
        yield return Plot.Curves("Learning rate", fromZero: true, Training("rate", figures => figures.LearningRate));
        yield return Plot.Curves("Gradient norm", fromZero: true, Training("norm", figures => figures.GradientNorm));
        yield return Plot.Curves("Target tokens per second", fromZero: true, Training("speed", figures => figures.TokensPerSecond ?? double.NaN));
        yield return Plot.Curves("Share of the matrix peak", fromZero: true, Training("share", figures => figures.PeakShare ?? double.NaN));

        Curve Training(string name, Func<TrainingFigures, double> value) =>
            new(name, [.. history.Training.Select(figures => ((double)figures.Step, value(figures)))]);

        Curve[] Scores(Func<LoggedDirection, double> value) =>
        [
            .. directions.Select(name => new Curve(
                name,
                [
                    .. history.Validations.SelectMany(validation => (validation.Directions ?? [])
                        .Where(direction => direction.Name == name).Select(direction => ((double)validation.Step, value(direction)))),
                ],
                HasDots: true)),
        ];
    }
}
