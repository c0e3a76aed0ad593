namespace Seq2SeqService.Inference.Caching;

/// <summary>
/// Which texts were translated of late, as far as a table of hashes tells. Where the line is full a look at it says whether a text is worth being cut and tokenised, for its
/// sentences may be remembered and need no place. It forgets one of two that fall on one place, and nothing is ever answered from it. Safe to use from many threads.
/// </summary>
internal sealed class KnownTexts
{
    private const int Places = 1 << 16;   // 256 KB: twice as many as there are sentences in a memory of 16 MB

    private readonly int[] _hashes = new int[Places];

    public void Add(string text)
    {
        var hash = text.GetHashCode(StringComparison.Ordinal);
        Volatile.Write(ref PlaceOf(hash), hash);
    }

    public bool MayHold(string text)
    {
        var hash = text.GetHashCode(StringComparison.Ordinal);
        return Volatile.Read(ref PlaceOf(hash)) == hash;
    }

    private ref int PlaceOf(int hash) => ref _hashes[hash & (Places - 1)];
}
