namespace Seq2SeqService.Api.Problems;

/// <summary>What a caller sent, short enough to be quoted in a problem.</summary>
internal static class Excerpt
{
    /// <summary>The value, or its first <paramref name="most"/> characters with an ellipsis; never half a surrogate pair.</summary>
    public static string Of(string value, int most)
    {
        if (value.Length <= most)
            return value;

        return (char.IsHighSurrogate(value[most - 1]) ? value[..(most - 1)] : value[..most]) + "…";
    }
}
