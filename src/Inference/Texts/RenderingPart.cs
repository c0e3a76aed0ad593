using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>A part of a sentence: what the model translates, or (without a job) something that stays as it is.</summary>
/// <param name="Text">The part as the sentence has it.</param>
/// <param name="Masked">What the model reads of it; null where the part stays.</param>
/// <param name="Job">Its way through the model; null where the part stays.</param>
internal sealed record RenderingPart(string Text, MaskedSentence? Masked = null, Job? Job = null);
