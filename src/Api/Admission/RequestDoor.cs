using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Admission;

/// <summary>What every request passes before anything is done for it: its caller's quota, and whether the same is being done already.</summary>
internal sealed class RequestDoor(Quota quota, IModelCatalog catalog, IOptions<ApiOptions> options, TimeProvider clock)
{
    private readonly SharedWork<Outcome<AnsweredRequest>> _underWay = new();

    /// <summary>Requests whose answer is being made.</summary>
    public int Waiting => _underWay.Waiting;

    /// <summary>Takes it from its caller's share, or refuses it.</summary>
    public Admitted Admit(TranslateRequest request, Sender sender)
    {
        var paid = sender.IsJob ? default : new Consumption(Requests: 1, request.Q!.Texts.Sum(text => (long)text.Length));
        if (paid != default)
            quota.Take(sender.Caller, paid);

        return new(sender.Caller, sender.PriorityOf(request, options.Value.BulkTexts), sender.DeadlineFor(request)) { Paid = paid };
    }

    /// <summary>The outcome; where the service had no room for the request, its caller has not had it.</summary>
    public Outcome<AnsweredRequest> Settle(Admitted admitted, Outcome<AnsweredRequest> outcome)
    {
        if (outcome.Refusal?.Failure is TranslationFailure.QueueFull or TranslationFailure.Stopping)
            quota.GiveBack(admitted.Caller, admitted.Paid);

        return outcome;
    }

    /// <summary>
    /// Does the work, or waits for the same work of the same caller where that has begun. What began before another version came into service is
    /// not waited for: who asks then wants that one's answer. Whoever joined later has time left where the work had no more, and does it anew.
    /// </summary>
    /// <param name="key">Equal for equal requests; null for one that is like no other.</param>
    /// <param name="work">Is told how long the request has waited for another's.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    public async Task<Outcome<AnsweredRequest>> OnceAsync(string? key, Func<TimeSpan, CancellationToken, Task<Outcome<AnsweredRequest>>> work, CancellationToken cancel)
    {
        if (key is null)
            return await work(TimeSpan.Zero, cancel);

        var (came, isFirst) = (clock.GetTimestamp(), false);
        var outcome = await _underWay.DoAsync(FlightOf(key), BeginAsync, cancel);
        return isFirst || outcome.Refusal?.Failure is not (TranslationFailure.TimedOut or TranslationFailure.DeadlinePassed)
            ? outcome
            : await work(clock.GetElapsedTime(came), cancel);

        Task<Outcome<AnsweredRequest>> BeginAsync(CancellationToken cancel)
        {
            isFirst = true;
            return work(TimeSpan.Zero, cancel);
        }
    }

    /// <summary>Whether the same is being done for the same caller.</summary>
    public bool IsUnderWay(string? key) => key is not null && _underWay.Has(FlightOf(key));

    private string FlightOf(string key) => $"{catalog.Changes} {key}";
}
