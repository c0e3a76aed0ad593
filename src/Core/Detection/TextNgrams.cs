using System.Globalization;
using System.Text;

namespace Seq2SeqService.Core.Detection;

/// <summary>
/// The character n-grams of a text, each as a bucket of a table. A word has a space before and behind it, so that its beginning and end count;
/// digits, punctuation and case do not.
/// </summary>
public static class TextNgrams
{
    /// <summary>The longest n-gram, in characters.</summary>
    public const int MaxOrder = 4;

    private const uint FnvOffset = 2166136261;
    private const uint FnvPrime = 16777619;

    /// <summary>Calls <paramref name="found"/> with order and bucket of every n-gram; orders count from 1.</summary>
    /// <param name="buckets">A power of two.</param>
    public static void Visit(string text, int buckets, Action<int, int> found)
    {
        var letters = Letters(text);
        for (var start = 0; start < letters.Length; start++)
        {
            var hash = FnvOffset;
            for (var order = 1; order <= MaxOrder && start + order <= letters.Length; order++)
            {
                var letter = letters[start + order - 1];
                hash = (hash ^ letter) * FnvPrime;
                if (order > 1 || letter != ' ')
                    found(order, Bucket(hash, order, buckets));

                if (letter == ' ' && order > 1)
                    break;   // no n-gram reaches beyond its word
            }
        }
    }

    /// <summary>Words in lower case with one space before, between and behind them.</summary>
    private static string Letters(string text)
    {
        var letters = new StringBuilder(text.Length + 2).Append(' ');
        foreach (var character in text.ToLowerInvariant())
        {
            if (char.IsLetter(character) || char.IsSurrogate(character) || char.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark)
                letters.Append(character);
            else if (letters[^1] != ' ')
                letters.Append(' ');
        }

        return letters[^1] == ' ' ? letters.ToString() : letters.Append(' ').ToString();
    }

    private static int Bucket(uint hash, int order, int buckets)
    {
        hash ^= (uint)order * 0x9E3779B9;
        hash ^= hash >> 15;
        hash *= 0x85EBCA6B;
        hash ^= hash >> 13;
        return (int)(hash & (uint)(buckets - 1));
    }
}
