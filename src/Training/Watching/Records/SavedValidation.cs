using Seq2SeqService.Training.Pictures;
using Seq2SeqService.Training.Validation;

namespace Seq2SeqService.Training.Watching.Records;

/// <summary>What a report shows of the last validation.</summary>
internal sealed record SavedValidation(int Step, IReadOnlyList<SavedDirection> Directions, IReadOnlyList<AttentionSample> Attention)
{
    public static SavedValidation Of(ValidationReport report) => new(report.Step, [.. report.Directions.Select(SavedDirection.Of)], report.Attention);
}

/// <param name="Lengths">Of each sentence the characters of the reference and of the output.</param>
internal sealed record SavedDirection(string Name, IReadOnlyList<SavedSample> Samples, IReadOnlyList<int[]> Lengths)
{
    private const int MostSamples = 8;

    public static SavedDirection Of(DirectionScore direction)
    {
        var pairs = direction.Set.Pairs.Zip(direction.Outputs).ToList();
        return new(
            direction.Set.Name,
            [.. pairs.Take(MostSamples).Select(pair => new SavedSample(pair.First.Source, pair.Second, pair.First.Target))],
            [.. pairs.Select(pair => new[] { pair.First.Target.Length, pair.Second.Length })]);
    }
}

internal sealed record SavedSample(string Source, string Output, string Reference);
