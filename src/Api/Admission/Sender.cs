using System.Globalization;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Admission;

/// <summary>Whose a request is, and what it says about time beside its body.</summary>
/// <param name="Caller">Quotas and fair shares are a caller's.</param>
internal sealed record Sender(string Caller)
{
    public const string DeadlineHeader = "X-Deadline-Ms";

    /// <summary>What <see cref="DeadlineHeader"/> says; null where it is missing.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>A part of a job: it waits for what people wait for, and was paid for when the job came in.</summary>
    public bool IsJob { get; init; }

    public static Sender Of(HttpContext context) => new(Callers.Of(context.Caller())) { Deadline = DeadlineOf(context.Request) };

    public static Sender OfJob(string caller) => new(caller) { IsJob = true };

    /// <summary>The nearer one of the two places where a request may name it.</summary>
    public TimeSpan? DeadlineFor(TranslateRequest request) => (Deadline, request.Options?.DeadlineMs) switch
    {
        (var header, null) => header,
        (null, { } member) => TimeSpan.FromMilliseconds(member),
        ({ } header, { } member) => TimeSpan.FromMilliseconds(Math.Min(header.TotalMilliseconds, member)),
    };

    public Priority PriorityOf(TranslateRequest request, int bulkTexts) => request.Options?.Priority switch
    {
        _ when IsJob => Priority.Bulk,
        TranslateOptions.Interactive => Priority.Interactive,
        TranslateOptions.Bulk => Priority.Bulk,
        _ => request.Q!.Texts.Count > bulkTexts ? Priority.Bulk : Priority.Interactive,
    };

    private static TimeSpan? DeadlineOf(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(DeadlineHeader, out var value))
            return null;

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 1 and <= TranslateOptions.LongestDeadline
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new RequestRefusedException(ProblemKind.InvalidRequest, DeadlineHeader, $"must be a whole number between 1 and {TranslateOptions.LongestDeadline}");
    }
}
