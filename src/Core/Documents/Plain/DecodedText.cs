using System.Text;

namespace Seq2SeqService.Core.Documents.Plain;

/// <summary>A text file as characters, with what is needed to write it the way it was: UTF-8, or UTF-16 with a byte order mark.</summary>
internal sealed record DecodedText(string Text, Encoding Encoding, bool HasMark)
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    private static readonly Encoding[] Marked =
        [Utf8, new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true), new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true)];

    public static DecodedText Of(byte[] content)
    {
        var marked = Marked.FirstOrDefault(encoding => content.AsSpan().StartsWith(encoding.Preamble));
        var encoding = marked ?? Utf8;
        try
        {
            var text = encoding.GetString(content.AsSpan(marked?.Preamble.Length ?? 0));
            return text.Contains('\0', StringComparison.Ordinal)
                ? throw new DocumentException("The file holds the character NUL: it is no text.")
                : new(text, encoding, marked is not null);
        }
        catch (DecoderFallbackException error)
        {
            throw new DocumentException("The file is not UTF-8 (nor UTF-16 with a byte order mark).", error);
        }
    }

    public byte[] Encode(string text) => HasMark ? [.. Encoding.Preamble, .. Encoding.GetBytes(text)] : Encoding.GetBytes(text);
}
