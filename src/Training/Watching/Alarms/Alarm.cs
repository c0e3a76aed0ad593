namespace Seq2SeqService.Training.Watching.Alarms;

/// <summary>A sign that a run does not learn what it should.</summary>
internal enum AlarmKind
{
    /// <summary>The loss or the gradient of an update was not finite.</summary>
    NotFinite,

    /// <summary>The loss has been far above its best for long.</summary>
    Diverged,

    /// <summary>Many outputs are empty.</summary>
    EmptyOutputs,

    /// <summary>Many outputs are their sources.</summary>
    CopiedSources,

    /// <summary>Different sources have the same outputs.</summary>
    SameOutputs,
}

/// <param name="Message">What was seen, and what to do.</param>
internal sealed record Alarm(AlarmKind Kind, int Step, string Message)
{
    /// <summary>What people are told.</summary>
    public string Line => $"Alarm at step {Step}: {Message}";
}
