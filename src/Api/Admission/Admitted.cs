using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Admission;

/// <summary>As what a request waits: with whom, how urgently, and until when it is wanted.</summary>
internal sealed record Admitted(string Caller, Priority Priority, TimeSpan? Deadline)
{
    /// <summary>What its caller's quota paid for it.</summary>
    public Consumption Paid { get; init; }

    public TranslationRequest AddTo(TranslationRequest request) => request with { Caller = Caller, Priority = Priority, Deadline = Deadline };
}
