namespace Seq2SeqService.Inference.Decoding;

/// <summary>An output that has ended; <see cref="TokenTree.Output"/> spells it out.</summary>
/// <param name="Node">Its last token in the group's <see cref="TokenTree"/>.</param>
/// <param name="Length">Tokens without the end of sentence.</param>
/// <param name="Score">Length-normalised log-probability.</param>
/// <param name="End">Log-probability of the end of sentence; null where the length limit ended the output.</param>
/// <param name="EndTrace">What the network looked at while it wrote the end of sentence.</param>
internal readonly record struct FinishedHypothesis(int Node, int Length, double Score, float? End, StepTrace EndTrace);
