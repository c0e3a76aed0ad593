using Seq2SeqService.Training.Data;

namespace Seq2SeqService.Training.Tests.Data;

public sealed class TokenBatcherTests
{
    private const int Budget = 200;

    private readonly List<EncodedPair> _pairs = [.. Pairs(new Random(5), 1000)];

    [Fact]
    public void Every_pair_comes_once_in_an_epoch()
    {
        var rows = new TokenBatcher(_pairs, Budget, seed: 1).Epoch(3).SelectMany(batch => batch);

        Assert.Equal(Enumerable.Range(0, _pairs.Count), rows.Order());
    }

    [Fact]
    public void Padded_tokens_stay_within_the_budget_unless_one_pair_alone_is_longer()
    {
        foreach (var batch in new TokenBatcher(_pairs, Budget, seed: 1).Epoch(0))
            Assert.True(batch.Length == 1 || batch.Length * batch.Max(row => _pairs[row].LongerSide) <= Budget);
    }

    [Fact]
    public void The_order_is_a_function_of_seed_and_epoch()
    {
        var first = new TokenBatcher(_pairs, Budget, seed: 1);
        var again = new TokenBatcher(_pairs, Budget, seed: 1);

        Assert.Equal(first.Epoch(2), again.Epoch(2));
        Assert.NotEqual(first.Epoch(2), first.Epoch(3));
        Assert.NotEqual(first.Epoch(2), new TokenBatcher(_pairs, Budget, seed: 2).Epoch(2));
    }

    [Fact]
    public void Little_is_wasted_on_padding()
    {
        var batches = new TokenBatcher(_pairs, Budget, seed: 1).Epoch(0);

        var padded = batches.Sum(batch => batch.Length * batch.Max(row => _pairs[row].Target.Length));
        Assert.True(_pairs.Sum(pair => pair.Target.Length) > 0.9 * padded);
    }

    private static IEnumerable<EncodedPair> Pairs(Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var length = random.Next(1, 60);
            yield return new EncodedPair(new int[Math.Max(1, length + random.Next(-3, 4))], new int[length]);
        }
    }
}
