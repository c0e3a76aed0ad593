using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Inference.Texts;

/// <summary>What a request, and the service's settings, ask of every sentence.</summary>
/// <param name="Guards">Translations that cannot be right are decoded once more.</param>
/// <param name="Glossary">Terms with a translation of their own.</param>
/// <param name="Splitting">Where texts are cut into sentences.</param>
internal sealed record TextRules(bool Guards, IReadOnlyList<GlossaryTerm> Glossary, SentenceSplitting Splitting = SentenceSplitting.Lines);
