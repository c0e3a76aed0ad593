namespace Seq2SeqService.Inference.Canaries;

/// <summary>
/// Where a request falls between 0 and 1. The text decides, so that a request that is sent again, here or at another instance, gets the same
/// version.
/// </summary>
internal static class TextDraw
{
    private const int MostCharacters = 200;

    public static double Of(IReadOnlyList<string> texts)
    {
        // FNV-1a, then the finish of MurmurHash3 (both public domain), as the former alone spreads short texts badly.
        var hash = 2166136261u;
        foreach (var text in texts)
        {
            for (var i = 0; i < Math.Min(text.Length, MostCharacters); i++)
                hash = (hash ^ text[i]) * 16777619u;
        }

        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return (hash ^ (hash >> 16)) / 4294967296.0;
    }
}
