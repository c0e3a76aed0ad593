using System.Buffers;
using System.Text;

namespace Seq2SeqService.Core.Text;

/// <summary>Finds emoji as people see them: with skin tones, joined to families, as flags and as keys.</summary>
internal static class Emoji
{
    private const int Joiner = 0x200D;
    private const int ShownAsEmoji = 0xFE0F;

    /// <summary>Length in characters of the emoji, or of several in a row, that begin at <paramref name="start"/>; 0 where none does.</summary>
    public static int LengthAt(string text, int start, int end)
    {
        var at = start;
        while (at < end && Rune.DecodeFromUtf16(text.AsSpan(at, end - at), out var rune, out var length) == OperationStatus.Done)
        {
            var belongs = IsPicture(rune.Value) || (at > start && IsPartOf(rune.Value));
            if (!belongs)
                break;

            at += length;
        }

        return at - start;
    }

    private static bool IsPicture(int rune) => rune
        is (>= 0x1F000 and <= 0x1FAFF)
        or (>= 0x2600 and <= 0x27BF)
        or (>= 0x2B05 and <= 0x2B55)
        or (>= 0x231A and <= 0x23FF);

    private static bool IsPartOf(int rune) => rune is Joiner or ShownAsEmoji or 0x20E3 or (>= 0xE0020 and <= 0xE007F);
}
