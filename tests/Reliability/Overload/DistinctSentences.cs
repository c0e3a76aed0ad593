using System.Text.Json;

namespace Seq2SeqService.Reliability.Overload;

/// <summary>Sentences of much the same length, none of which comes twice: what is asked for again while it is under way would be done once.</summary>
internal static class DistinctSentences
{
    private static readonly string[] Who = ["The old man", "My brother", "Her neighbour", "The teacher", "A young woman", "Our doctor", "The farmer", "His uncle", "The captain", "That boy", "The queen", "A soldier"];
    private static readonly string[] Does = ["bought", "sold", "lost", "found", "painted", "wanted", "forgot", "carried", "cleaned", "opened", "kept", "described"];
    private static readonly string[] What = ["the red house", "a small boat", "his new book", "the long letter", "an empty bottle", "the kitchen table", "a white horse", "the broken clock", "her green coat", "a warm blanket", "the last apple", "an old picture"];
    private static readonly string[] Where = ["near the river", "in the village", "at the station", "behind the church", "on the mountain", "in a quiet street", "by the sea", "under the bridge", "at the market", "in the garden", "beside the school", "in the harbour"];
    private static readonly string[] When = ["before winter", "last Sunday", "in the morning", "after the war", "at night", "in summer", "yesterday", "every year", "this week", "on his birthday", "before dinner", "in the rain"];

    /// <summary>How many there are.</summary>
    public const int Count = 12 * 12 * 12 * 12 * 12;

    /// <summary>In an order that mixes them; <paramref name="i"/> counts on, and begins anew after the last.</summary>
    public static string At(int i)
    {
        var place = (int)(i * 100_003L % Count);   // a prime that divides no Count: all places, each once
        var (a, b, c, d, e) = (place % 12, place / 12 % 12, place / 144 % 12, place / 1728 % 12, place / 20736);
        return $"{Who[a]} {Does[b]} {What[c]} {Where[d]} {When[e]}.";
    }

    /// <summary>The bodies of requests for those from <paramref name="first"/> on.</summary>
    public static string Json(int first, int sentences = 1) =>
        JsonSerializer.Serialize(new { q = string.Join(' ', Enumerable.Range(first, sentences).Select(At)), source = "en", target = "de" });
}
