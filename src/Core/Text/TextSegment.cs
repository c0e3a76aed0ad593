namespace Seq2SeqService.Core.Text;

/// <summary>A piece of a text: a sentence, or what stands between sentences.</summary>
/// <param name="Text">The piece as it stands in the text; never empty.</param>
/// <param name="IsTranslatable">A sentence with words in it, or a whole line; all else (white space, for sentences numbers, emoji and a lone address too) stays as it is.</param>
public readonly record struct TextSegment(string Text, bool IsTranslatable)
{
    public override string ToString() => Text;

    public static implicit operator string(TextSegment segment) => segment.Text;
}
