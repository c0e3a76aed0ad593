using System.Text.Encodings.Web;

namespace Seq2SeqService.Api;

/// <summary>
/// Escapes only what JSON demands. The framework's most relaxed encoder still writes emoji and rare ideographs as <c>\uD83D\uDE00</c>.
/// Safe here, where an answer is never part of a page: it is JSON with <c>nosniff</c>.
/// </summary>
internal sealed class PlainTextEncoder : JavaScriptEncoder
{
    public static readonly PlainTextEncoder Instance = new();

    private static readonly JavaScriptEncoder Relaxed = UnsafeRelaxedJsonEscaping;

    public override int MaxOutputCharactersPerInputCharacter => Relaxed.MaxOutputCharactersPerInputCharacter;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar <= char.MaxValue && Relaxed.WillEncode(unicodeScalar);

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var i = 0; i < textLength; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < textLength && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]) || WillEncode(text[i]))
                return i;
        }

        return -1;
    }

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        Relaxed.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
}
