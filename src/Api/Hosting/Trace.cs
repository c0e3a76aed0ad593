using System.Diagnostics;

namespace Seq2SeqService.Api.Hosting;

internal static class Trace
{
    /// <summary>The id that ties an answer to the log: the W3C trace id, which a caller may have sent in <c>traceparent</c>.</summary>
    public static string TraceId(this HttpContext context) =>
        Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
}
