using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Inference.Texts;

/// <summary>A stretch of a sentence that is to stand in the output as <paramref name="Output"/> has it.</summary>
internal readonly record struct Kept(VerbatimSpan Span, string Output);

/// <summary>One stretch that the model never sees.</summary>
/// <param name="StandIn">The word that it reads instead.</param>
/// <param name="Output">What goes in the word's place in the output.</param>
/// <param name="Span">Where the stretch stands in the sentence.</param>
/// <param name="Start">Where the word stands in what the model reads.</param>
internal sealed record Mask(string StandIn, string Output, VerbatimSpan Span, int Start);
