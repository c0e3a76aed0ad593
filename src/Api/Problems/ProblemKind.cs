namespace Seq2SeqService.Api.Problems;

/// <summary>A kind of problem: its status, its stable name and its title.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Name">Last segment of the problem's <c>type</c>; never changes its meaning.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="MayRetry">The same request may succeed later: the answer carries <c>Retry-After</c>.</param>
internal sealed record ProblemKind(int Status, string Name, string Title, bool MayRetry = false)
{
    public static readonly ProblemKind UnreadableRequest = new(400, "unreadable-request", "The request's body could not be read.");
    public static readonly ProblemKind InvalidRequest = new(400, "invalid-request", "The request has fields that cannot be accepted.");
    public static readonly ProblemKind UnreadableDocument = new(400, "unreadable-document", "The document cannot be read.");
    public static readonly ProblemKind UnsupportedLanguage = new(400, "unsupported-language", "No model at hand translates this pair of languages.");
    public static readonly ProblemKind KeyRequired = new(401, "key-required", "This service wants a key.");
    public static readonly ProblemKind UnknownKey = new(401, "unknown-key", "The key is not known, or does not hold any more.");
    public static readonly ProblemKind Unauthorized = new(401, "unauthorized", "This address asks for a key.");
    public static readonly ProblemKind MissingScope = new(403, "missing-scope", "The key does not open this.");
    public static readonly ProblemKind Disabled = new(403, "disabled", "This service does not do that.");
    public static readonly ProblemKind UnknownModel = new(404, "unknown-model", "No model of this name is being served.");
    public static readonly ProblemKind UnknownGlossary = new(404, "unknown-glossary", "No glossary of this id is kept.");
    public static readonly ProblemKind UnknownJob = new(404, "unknown-job", "No job of this id is kept.");
    public static readonly ProblemKind NotFound = new(404, "not-found", "There is nothing at this address.");
    public static readonly ProblemKind MethodNotAllowed = new(405, "method-not-allowed", "This address does not answer this method.");
    public static readonly ProblemKind NotPossible = new(409, "not-possible", "This cannot be done as things stand.");
    public static readonly ProblemKind JobFailed = new(409, "job-failed", "It could not be translated.");
    public static readonly ProblemKind TooLarge = new(413, "too-large", "The request is larger than this service accepts.");
    public static readonly ProblemKind UnsupportedMediaType = new(415, "unsupported-media-type", "The body must be JSON in UTF-8.");
    public static readonly ProblemKind QuotaUsedUp = new(429, "quota-used-up", "The caller has had its share for now.", MayRetry: true);
    public static readonly ProblemKind InternalError = new(500, "internal-error", "The service failed; the fault has been logged.");
    public static readonly ProblemKind AtCapacity = new(503, "at-capacity", "The service is at capacity; try again shortly.", MayRetry: true);
    public static readonly ProblemKind TimedOut = new(503, "timed-out", "The translation took longer than one request may.", MayRetry: true);
    public static readonly ProblemKind NotDone = new(503, "not-done", "It is not translated yet.", MayRetry: true);
    public static readonly ProblemKind GlossariesUnavailable = new(503, "glossaries-unavailable", "The glossaries cannot be read or written now; all else goes on.", MayRetry: true);
    public static readonly ProblemKind TokensUnavailable = new(503, "tokens-unavailable", "Tokens cannot be checked now; keys can.", MayRetry: true);
    public static readonly ProblemKind JobsUnavailable = new(503, "jobs-unavailable", "Jobs and documents cannot be read or written now; all else goes on.", MayRetry: true);
    public static readonly ProblemKind NoModel = new(503, "no-model", "No model is being served yet.", MayRetry: true);
    public static readonly ProblemKind Stopping = new(503, "stopping", "The service is stopping; another instance will answer.", MayRetry: true);

    public static readonly ProblemKind DeadlinePassed = new(504, "deadline-passed", "The deadline that the request named has passed.");

    public string Type => $"/problems/{Name}";

    /// <summary>The kind for a status that the framework chose by itself.</summary>
    public static ProblemKind OfStatus(int status) => status switch
    {
        400 => UnreadableRequest,
        404 => NotFound,
        405 => MethodNotAllowed,
        413 => TooLarge,
        415 => UnsupportedMediaType,
        500 => InternalError,
        _ => new(status, $"http-{status}", $"The request was answered with status {status}."),
    };
}
