namespace Seq2SeqService.Training.Objectives;

/// <summary>Hides input tokens behind the unknown token, so that a decoder leans on the source and not on the words before alone (Bowman et al., 2016).</summary>
internal sealed class WordDropout(double share, SpecialIds special)
{
    public static WordDropout None { get; } = new(0, new SpecialIds(0, 0, 0, new HashSet<int>(), 0));

    /// <summary>The row itself where nothing is ever hidden.</summary>
    public int[] Apply(int[] ids, Random random) => share > 0
        ? Array.ConvertAll(ids, id => !special.Spared.Contains(id) && random.NextDouble() < share ? special.Unknown : id)
        : ids;
}
