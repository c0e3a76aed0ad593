namespace Seq2SeqService.Api.Access;

/// <summary>
/// Who changed what, in a category of its own, so that a sink may keep these lines for longer. Keys stand there by their ids, never by their secrets.
/// </summary>
internal sealed partial class AuditLog(ILoggerFactory loggers)
{
    public const string Category = "Seq2SeqService.Audit";

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    /// <summary>A route for operators was asked for, and answered or refused.</summary>
    public void Operated(Caller caller, string method, PathString path, int status, string traceId)
    {
        var shown = path.ToUriComponent();
        LogOperated(caller.Id, method, shown.Length <= 100 ? shown : shown[..100], status, traceId);
    }

    /// <summary>Which keys came, went or changed when the file was read.</summary>
    public void KeysRead(IEnumerable<string> added, IEnumerable<string> gone, IEnumerable<string> changed) =>
        LogKeys(string.Join(", ", added), string.Join(", ", gone), string.Join(", ", changed));

    [LoggerMessage(LogLevel.Information, "{Caller} asked {Method} {Path}: {Status}, trace {TraceId}")]
    private partial void LogOperated(string caller, string method, string path, int status, string traceId);

    [LoggerMessage(LogLevel.Information, "Keys: added [{Added}], gone [{Gone}], changed [{Changed}]")]
    private partial void LogKeys(string added, string gone, string changed);
}
