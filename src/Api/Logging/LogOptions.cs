namespace Seq2SeqService.Api.Logging;

/// <summary>How the log looks (section <c>Logging</c>, beside the framework's own <c>LogLevel</c>).</summary>
internal sealed record LogOptions
{
    public const string Section = "Logging";

    /// <summary>Lines for people, or one JSON object a line for machines.</summary>
    public LogFormat Format { get; init; } = LogFormat.Text;
}

internal enum LogFormat
{
    Text,
    Json,
}
