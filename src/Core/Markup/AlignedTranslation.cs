using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Markup;

/// <summary>A translation of one text of a <see cref="MarkupDocument"/>.</summary>
/// <param name="Text">The translation.</param>
/// <param name="Words">Which words of the two go together.</param>
public sealed record AlignedTranslation(string Text, IReadOnlyList<AlignedWords> Words);
