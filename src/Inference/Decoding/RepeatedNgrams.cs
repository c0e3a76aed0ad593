namespace Seq2SeqService.Inference.Decoding;

/// <summary>Finds the tokens that would say an n-gram for the second time.</summary>
internal static class RepeatedNgrams
{
    /// <summary>Adds to <paramref name="banned"/> every token that followed an earlier occurrence of the last n - 1 tokens.</summary>
    public static void Ban(ReadOnlySpan<int> said, int n, List<int> banned)
    {
        if (n < 1 || said.Length < n)
            return;

        var last = said[(said.Length - n + 1)..];
        for (var start = 0; start + n <= said.Length; start++)
        {
            if (said.Slice(start, n - 1).SequenceEqual(last))
                banned.Add(said[start + n - 1]);
        }
    }
}
