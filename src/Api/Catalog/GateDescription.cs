using Seq2SeqService.Inference.Gating;

namespace Seq2SeqService.Api.Catalog;

/// <summary>What was measured with a version's sentinels before it served.</summary>
internal sealed record GateDescription
{
    /// <summary>Empty for a version without sentinels.</summary>
    public required IReadOnlyList<GateDirection> Directions { get; init; }

    /// <summary>Mean milliseconds for a sentinel.</summary>
    /// <example>3.2</example>
    public double? Milliseconds { get; init; }

    /// <summary>The same of the version that served then, measured beside it.</summary>
    /// <example>3.1</example>
    public double? ServingMilliseconds { get; init; }

    /// <summary>What was not looked at, and why.</summary>
    /// <example>No version in service to compare with.</example>
    public string? Note { get; init; }

    public static GateDescription Of(GateReport report) => new()
    {
        Directions = [.. report.Directions.Select(direction => new GateDirection
        {
            Direction = direction.Direction.Length > 0 ? direction.Direction : null,
            Sentences = direction.Sentences,
            Chrf = Math.Round(direction.Chrf, 2),
            Promised = Math.Round(direction.Promised, 2),
            Serving = direction.Serving is { } serving ? Math.Round(serving, 2) : null,
            LengthRatio = Math.Round(direction.LengthRatio, 3),
        })],
        Milliseconds = Rounded(report.TimePerSentence),
        ServingMilliseconds = Rounded(report.ServingTimePerSentence),
        Note = report.Note,
    };

    private static double? Rounded(TimeSpan? time) => time is { } known ? Math.Round(known.TotalMilliseconds, 2) : null;
}

/// <summary>One direction's sentinels; scores are means over the sentences.</summary>
internal sealed record GateDirection
{
    /// <summary>Absent for a model without languages.</summary>
    /// <example>en-de</example>
    public string? Direction { get; init; }

    /// <summary>Sentinels of this direction.</summary>
    /// <example>32</example>
    public required int Sentences { get; init; }

    /// <summary>chrF here and now.</summary>
    /// <example>52.5</example>
    public required double Chrf { get; init; }

    /// <summary>chrF when the version was published.</summary>
    /// <example>52.5</example>
    public required double Promised { get; init; }

    /// <summary>chrF of the version that served then, on the same sentences.</summary>
    /// <example>51.9</example>
    public double? Serving { get; init; }

    /// <summary>Characters of the outputs for each character of the references.</summary>
    /// <example>0.98</example>
    public required double LengthRatio { get; init; }
}
