using System.Text.RegularExpressions;

namespace Seq2SeqService.Reliability.Requests;

/// <summary>What no answer may be, whatever was asked.</summary>
internal static partial class AnswerRules
{
    private const int NoService = 503, NoVersion = 505;

    /// <summary>The fault of an answer; null where there is none.</summary>
    /// <param name="hasKeys">The service wants keys.</param>
    public static string? Fault(FuzzedRequest request, RawAnswer answer, bool hasKeys)
    {
        if (!answer.IsClosed)
            return "no end";
        if (request.IsWhole && answer.Statuses.Count == 0)
            return "no answer";
        if (answer.Statuses.FirstOrDefault(status => IsFailure(status, request)) is > 0 and var failure)
            return $"status {failure}";
        if (Secret().Match(answer.Text) is { Success: true } secret && !IsOfOperators(request))
            return $"shows {secret.Value}";

        var isOpened = request.IsWhole && request.IsOnRoute && hasKeys && !request.HasKey && request.Operation.NeedsKey && answer.Statuses is [>= 200 and < 300, ..];
        return isOpened ? "opened without a key" : null;
    }

    /// <summary>503 says that it is too much; 505 answers versions of HTTP that there are not.</summary>
    private static bool IsFailure(int status, FuzzedRequest request) =>
        status >= 500 && status != NoService && !(status == NoVersion && !request.IsWhole);

    /// <summary>Metrics count exceptions by their types, as .NET's meters do, for operators.</summary>
    private static bool IsOfOperators(FuzzedRequest request) => request.Operation.Path == "/metrics";

    /// <summary>Stack traces, type names, and paths of files.</summary>
    [GeneratedRegex(@"   at [A-Z]\w+\.|\w+Exception\b|\bSystem\.[A-Z]\w+|\bMicrosoft\.[A-Z]\w+|Seq2SeqService\.[A-Z]\w+|\.cs:line \d+|/(home|root|work|usr|tmp|dev|var)/\w+|[A-Z]:\\\\\w+")]
    private static partial Regex Secret();
}
