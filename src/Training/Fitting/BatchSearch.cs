namespace Seq2SeqService.Training.Fitting;

/// <summary>What a try has left of the memory.</summary>
internal enum Room
{
    /// <summary>It needs more than there is.</summary>
    None,

    /// <summary>It fits.</summary>
    Scarce,

    /// <summary>Twice as much would fit.</summary>
    Plenty,
}

/// <summary>
/// Finds the largest batch that fits by trying: from the least upward, each an eighth larger than the one before, and faster while there is plenty of
/// room. So no try needs much more than the one that is found, and the answer depends on nothing but what fits.
/// </summary>
internal static class BatchSearch
{
    private const int Quick = 5;   // (9/8)⁵ < 2

    /// <summary>The largest of <see cref="Sizes"/> that has room; null where the least has none.</summary>
    /// <param name="roomFor">Tries a size. A size has no more room than a smaller one.</param>
    public static int? Largest(int least, int most, Func<int, Room> roomFor)
    {
        var sizes = Sizes(least, most).ToArray();
        var (fits, tooLarge, stride) = (-1, sizes.Length, 1);
        while (fits + 1 < tooLarge)
        {
            var tried = Math.Min(fits + stride, tooLarge - 1);
            var room = roomFor(sizes[tried]);
            if (room == Room.None)
                (tooLarge, stride) = (tried, 1);
            else
                (fits, stride) = (tried, room == Room.Plenty ? Quick : 1);
        }

        return fits < 0 ? null : sizes[fits];
    }

    /// <summary>From <paramref name="least"/> to <paramref name="most"/>, each an eighth larger.</summary>
    public static IEnumerable<int> Sizes(int least, int most)
    {
        for (var size = least; size <= most; size += Math.Max(1, size / 8))
            yield return size;
    }
}
