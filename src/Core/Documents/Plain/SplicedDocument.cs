using System.Text;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>A text file with slots: outside them every character stays.</summary>
/// <param name="slots">In the order of the file, none over another.</param>
internal sealed class SplicedDocument(DecodedText file, IReadOnlyList<Slot> slots) : IDocument
{
    public IReadOnlyList<DocumentText> Texts { get; } = [.. slots.Select(slot => slot.Text).OfType<DocumentText>()];

    public byte[] Write(IReadOnlyList<string> translations, LanguagePair languages)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(translations.Count, Texts.Count);
        var text = new StringBuilder(file.Text.Length);
        var (done, next) = (0, 0);
        foreach (var slot in slots)
        {
            text.Append(file.Text, done, slot.Start - done);
            text.Append(slot.Text is null ? slot.WriteLanguage(languages) : slot.Write(translations[next++]));
            done = slot.Start + slot.Length;
        }

        return file.Encode(text.Append(file.Text, done, file.Text.Length - done).ToString());
    }
}
