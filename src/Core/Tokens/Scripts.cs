using System.Globalization;
using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>
/// The script of a character, by general category and Unicode block. Coarser than the Script property, which the runtime
/// does not offer: neighbouring blocks of one region count as one script. Only training asks.
/// </summary>
internal static class Scripts
{
    private static readonly (int First, Script Script)[] Blocks =
    [
        (0x0000, Script.Latin), (0x0370, Script.Greek), (0x0400, Script.Cyrillic), (0x0530, Script.Armenian),
        (0x0590, Script.Hebrew), (0x0600, Script.Arabic), (0x07C0, Script.Other), (0x0860, Script.Arabic),
        (0x0900, Script.Indic), (0x0E00, Script.SouthEastAsian), (0x0F00, Script.Other), (0x1000, Script.SouthEastAsian),
        (0x10A0, Script.Georgian), (0x1100, Script.Hangul), (0x1200, Script.Ethiopic), (0x13A0, Script.Cherokee),
        (0x1400, Script.Canadian), (0x1680, Script.Other), (0x1780, Script.SouthEastAsian), (0x1800, Script.Mongolian),
        (0x18B0, Script.Canadian), (0x1900, Script.SouthEastAsian), (0x1C80, Script.Cyrillic), (0x1C90, Script.Georgian),
        (0x1CC0, Script.Other), (0x1D00, Script.Latin), (0x1F00, Script.Greek), (0x2000, Script.Latin),
        (0x2C00, Script.Other), (0x2C60, Script.Latin), (0x2C80, Script.Other), (0x2D00, Script.Georgian),
        (0x2D30, Script.Other), (0x2D80, Script.Ethiopic), (0x2DE0, Script.Cyrillic), (0x2E00, Script.Han),
        (0x3130, Script.Hangul), (0x3190, Script.Han), (0xA000, Script.Other), (0xA640, Script.Cyrillic),
        (0xA6A0, Script.Other), (0xA720, Script.Latin), (0xA800, Script.Indic), (0xA960, Script.Hangul),
        (0xA980, Script.SouthEastAsian), (0xAB00, Script.Ethiopic), (0xAB30, Script.Latin), (0xAB70, Script.Cherokee),
        (0xABC0, Script.Other), (0xAC00, Script.Hangul), (0xD800, Script.Other), (0xF900, Script.Han),
        (0xFB00, Script.Latin), (0xFB13, Script.Armenian), (0xFB1D, Script.Hebrew), (0xFB50, Script.Arabic),
        (0xFE00, Script.Other), (0xFE70, Script.Arabic), (0xFF00, Script.Latin), (0xFF66, Script.Han),
        (0xFFA0, Script.Hangul), (0x10000, Script.Other), (0x1AFF0, Script.Han), (0x1B170, Script.Other),
        (0x20000, Script.Han), (0x40000, Script.Other),
    ];

    public static Script Of(Rune character) => Rune.GetUnicodeCategory(character) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.Format => Script.Any,
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => BlockOf(character.Value),
        _ => Script.Common,
    };

    private static Script BlockOf(int character)
    {
        var (low, high) = (0, Blocks.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Blocks[middle].First <= character)
                low = middle;
            else
                high = middle - 1;
        }
        return Blocks[low].Script;
    }
}
