using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Scheduling;

/// <summary>The answer to a <see cref="Job"/>, with the time stamps (<see cref="TimeProvider.GetTimestamp"/>) of its way.</summary>
internal sealed record DecodedSentence(IReadOnlyList<Hypothesis> Hypotheses, long EnqueuedAt, long StartedAt, long EndedAt);
