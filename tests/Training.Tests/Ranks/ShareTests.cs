using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Objectives;
using Seq2SeqService.Training.Ranks;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Tests.Ranks;

public sealed class ShareTests
{
    [TorchTheory]
    [InlineData(2)]
    [InlineData(3)]
    public void Shares_hold_every_row_once_with_what_is_judged_of_it(int ranks)
    {
        using var scope = NewDisposeScope();
        using var whole = Prepared(rows: 7);

        var shares = Shares(whole, ranks);

        Assert.Equal(Values(whole.Source), shares.SelectMany(share => Values(share.Source)));
        Assert.Equal(Values(whole.TargetIn!), shares.SelectMany(share => Values(share.TargetIn!)));
        Assert.Equal(whole.SourceLengths, shares.SelectMany(share => share.SourceLengths));
        Assert.Equal(Values(whole.TargetOut), shares.SelectMany(share => Values(share.TargetOut)));
        Assert.All(shares, share => Assert.Equal(whole.Tokens, share.AllTokens));
        Assert.Equal(Judged(whole), shares.SelectMany(Judged));
    }

    [TorchFact]
    public void A_process_without_a_row_computes_with_one_of_which_nothing_is_judged()
    {
        using var scope = NewDisposeScope();
        using var whole = Prepared(rows: 2);

        var shares = Shares(whole, ranks: 3);

        Assert.Equal(whole.Tokens, shares.Sum(share => share.Tokens));
        var idle = Assert.Single(shares, share => share.Tokens == 0);
        Assert.Equal(1, idle.Source.shape[0]);
        Assert.Equal(whole.Tokens, idle.AllTokens);
    }

    /// <summary>The input tokens at the places that are judged.</summary>
    private static IEnumerable<long> Judged(Batch batch)
    {
        var inputs = Values(batch.TargetIn!);
        return Values(batch.Places).Select(place => inputs[place]);
    }

    private static Batch Prepared(int rows)
    {
        var pairs = Enumerable.Range(1, rows).Select(i => new EncodedPair([.. Enumerable.Range(10 * i, i)], [.. Enumerable.Range((10 * i) + 100, 1 + (i % 4))]));
        return new Translation(padId: 0, startId: 1).Prepare([.. pairs], step: 1, CPU);
    }

    private static List<Batch> Shares(Batch whole, int ranks) =>
        [.. Enumerable.Range(0, ranks).Select(rank => whole.Share(new RankPlace { Rank = rank, Size = ranks }, CPU))];

    private static long[] Values(Tensor tensor) => tensor.contiguous().data<long>().ToArray();
}
