namespace Seq2SeqService.Core.Text;

/// <summary>One direction of translation, by ISO 639-1 codes.</summary>
public sealed record LanguagePair(string Source, string Target)
{
    public override string ToString() => $"{Source}-{Target}";
}
