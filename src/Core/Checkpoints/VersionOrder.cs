namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// The order of version names: runs of digits by their value, everything else by code point, a prefix first. So 9 comes before 10, v1.9
/// before v1.10, a time stamp before a later one, and 20250131-120000 before 20250131-120000-2.
/// </summary>
public sealed class VersionOrder : IComparer<string>
{
    public static VersionOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return string.CompareOrdinal(x, y);

        ReadOnlySpan<char> a = x, b = y;
        while (!a.IsEmpty && !b.IsEmpty)
        {
            var order = char.IsAsciiDigit(a[0]) && char.IsAsciiDigit(b[0])
                ? CompareNumbers(TakeNumber(ref a), TakeNumber(ref b))
                : Take(ref a) - Take(ref b);
            if (order != 0)
                return order;
        }

        var byLength = a.Length - b.Length;
        return byLength != 0 ? byLength : string.CompareOrdinal(x, y);   // 01 and 1 are still two names
    }

    private static int CompareNumbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a.TrimStart('0');
        b = b.TrimStart('0');
        return a.Length != b.Length ? a.Length - b.Length : a.SequenceCompareTo(b);
    }

    private static ReadOnlySpan<char> TakeNumber(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var number = end < 0 ? text : text[..end];
        text = text[number.Length..];
        return number;
    }

    private static char Take(ref ReadOnlySpan<char> text)
    {
        var letter = text[0];
        text = text[1..];
        return letter;
    }
}
