using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>Text files: cut between sentences into texts that the translator takes.</summary>
internal sealed class PlainTextFormat : IDocumentFormat
{
    private const int UsualCharacters = 1000;

    public IReadOnlyList<string> Endings { get; } = [".txt"];

    public string MediaType => "text/plain";

    public IDocument Read(byte[] content, DocumentLimits limits)
    {
        var file = DecodedText.Of(content);
        return new SplicedDocument(file, [.. Slots(file.Text, Math.Min(UsualCharacters, limits.MaxTextCharacters))]);
    }

    /// <param name="most">A slot ends before the sentence that would make it longer than that many characters.</param>
    private static IEnumerable<Slot> Slots(string text, int most)
    {
        var (start, end) = (0, 0);
        foreach (var segment in TextSegments.Split(text))
        {
            if (end - start + segment.Text.Length > most)
            {
                if (end > start)
                    yield return new(start, end - start, new(text[start..end]));
                start = end;
            }

            end += segment.Text.Length;
            if (!segment.IsTranslatable && end - start > most)
                start = end;   // rows of blanks or numbers, longer than a text may be: they stay where they are
        }

        if (end > start)
            yield return new(start, end - start, new(text[start..end]));
    }
}
