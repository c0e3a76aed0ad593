using System.Net;
using System.Net.Http.Headers;

namespace Seq2SeqService.Client.Http;

/// <summary>What is tried again, and when: no clock and no waiting of its own.</summary>
/// <param name="options">Number and length of the waits.</param>
/// <param name="chance">Draws from 0 to 1; keeps many clients from coming back in the same moment.</param>
internal sealed class RetryPolicy(TranslationClientOptions options, Func<double> chance)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>What the service says with 503 before it has made anything.</summary>
    private static readonly string[] MadeNothing = ["/problems/at-capacity", "/problems/no-model", "/problems/stopping", "/problems/tokens-unavailable"];

    /// <summary>What the service says with 504 of an answer that nobody wants any more.</summary>
    public const string TooLate = "/problems/deadline-passed";

    public int MaxRetries => options.MaxRetries;

    /// <summary>
    /// The same request may succeed later. What else the service refused it would refuse again. Of what must not be done twice a status says too little: gateways
    /// answer 503 too where a connection broke behind the request, and the service does where it lost its database while it wrote.
    /// </summary>
    /// <param name="status">Of the answer.</param>
    /// <param name="problem">The type of problem in it, or null.</param>
    /// <param name="kind">What was asked.</param>
    public static bool IsPassing(HttpStatusCode status, string? problem, CallKind kind) => status == HttpStatusCode.TooManyRequests
        || (kind.IsRepeatable
            ? status == HttpStatusCode.RequestTimeout || (status >= HttpStatusCode.InternalServerError && problem != TooLate)
            : status == HttpStatusCode.ServiceUnavailable && MadeNothing.Contains(problem));

    /// <summary>Wait before the try after <paramref name="retry"/> others.</summary>
    public TimeSpan Wait(int retry)
    {
        var grown = options.RetryDelay.TotalMilliseconds * Math.Pow(2, retry) * (0.5 + chance());
        return TimeSpan.FromMilliseconds(Math.Min(grown, LongestWait.TotalMilliseconds));
    }

    /// <summary>What <c>Retry-After</c> says, as seconds or as a date; never negative.</summary>
    public static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now) => (header?.Delta, header?.Date) switch
    {
        ({ } delta, _) => delta,
        (_, { } date) => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
