using Seq2SeqService.Training.Data;

namespace Seq2SeqService.Training.Runs;

/// <summary>Pairs that are held and shuffled together, cut into batches.</summary>
/// <param name="Portions">Portions of that epoch.</param>
/// <param name="Batches">Indexes of <paramref name="Pairs"/>.</param>
internal sealed record CutPortion(int Portions, IReadOnlyList<EncodedPair> Pairs, IReadOnlyList<int[]> Batches)
{
    public static CutPortion Of(IPairSource source, int batchTokens, int seed, int epoch, int portion)
    {
        var pairs = source.Portion(epoch, portion);
        var ownSeed = portion == 0 ? seed : Seed.Mix(seed, -portion);
        return new CutPortion(source.Portions(epoch), pairs, new TokenBatcher(pairs, batchTokens, ownSeed).Epoch(epoch));
    }
}
