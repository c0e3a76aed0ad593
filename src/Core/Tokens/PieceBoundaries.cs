using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>Says between which characters no piece may reach, whatever the counts say.</summary>
internal sealed class PieceBoundaries(BpeTrainerOptions options)
{
    public bool Separates(Rune left, Rune right)
    {
        if (right.Value == Utf8.SpaceMark)
            return true;
        if (options.SplitDigits && (IsDigit(left) || IsDigit(right)))
            return true;
        if (!options.SplitByScript || left.Value == Utf8.SpaceMark)
            return false;
        var (before, after) = (ScriptOf(left), ScriptOf(right));
        return before != after && before != Script.Any && after != Script.Any;
    }

    private Script ScriptOf(Rune character) =>
        !options.SplitByNumber && IsDigit(character) ? Script.Any : Scripts.Of(character);

    private static bool IsDigit(Rune character) => character.Value is (>= '0' and <= '9') or (>= '\uFF10' and <= '\uFF19');
}
