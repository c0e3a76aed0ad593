using Seq2SeqService.Cli.Translating;
using Seq2SeqService.Client;

namespace Seq2SeqService.Cli;

/// <summary>What people can do something about, as one line and an exit code. Anything else is a bug and shows where it happened.</summary>
internal static class ExpectedFailure
{
    public static (string Message, int Code)? Explain(Exception error) => error switch
    {
        LinesFailedException lines when Explain(lines.InnerException!) is var (message, code) => ($"{lines.Message}: {message}", code),
        OperationCanceledException => ("Stopped.", ExitCode.Cancelled),
        TranslationServiceException { Status: null } unreachable => ($"{unreachable.Message} Is the service running? --server or {ServerOptions.ServerVariable} says where.", ExitCode.Failed),
        TranslationServiceException refused => ($"{refused.Message}{Trace(refused)}", refused.IsTransient ? ExitCode.Failed : ExitCode.Refused),
        UsageException or ArgumentException => (error.Message, ExitCode.Refused),
        IOException or UnauthorizedAccessException => (error.Message, ExitCode.Refused),
        _ => null,
    };

    /// <summary>Only where the service is at fault: then its operator can look into the log.</summary>
    private static string Trace(TranslationServiceException refused) =>
        refused is { IsTransient: true, TraceId: { } id } ? $" (trace {id})" : "";
}
