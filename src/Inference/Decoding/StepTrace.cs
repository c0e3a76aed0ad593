namespace Seq2SeqService.Inference.Decoding;

/// <summary>What the network looked at while it wrote one token; nothing where nobody asked.</summary>
/// <param name="Attention">The weight of each source token.</param>
/// <param name="Alignment">
/// The weights of the heads that show alignments: for each source token the mean of those that speak of this token, then of those that speak
/// of the one before.
/// </param>
internal readonly record struct StepTrace(float[]? Attention, float[]? Alignment);
