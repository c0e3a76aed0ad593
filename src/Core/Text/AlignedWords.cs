namespace Seq2SeqService.Core.Text;

/// <summary>A word of the source and a word of the translation that stand for each other.</summary>
/// <param name="Source">Characters of the source.</param>
/// <param name="Target">Characters of the translation.</param>
public readonly record struct AlignedWords(TextRange Source, TextRange Target)
{
    /// <summary>The form that other services use, the last character counted in: <c>0:4-0:3</c>.</summary>
    public override string ToString() => $"{Source.Start}:{Source.End - 1}-{Target.Start}:{Target.End - 1}";

    public AlignedWords Shift(int source, int target) => new(Source.Shift(source), Target.Shift(target));
}
