using System.Diagnostics.Metrics;
using Seq2SeqService.Inference.Caching;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Tests.Caching;

public sealed class TranslationCacheTests
{
    private readonly TranslationCache _cache = new(maxBytes: 100_000, "cached");

    [Fact]
    public void A_sentence_is_found_by_its_tokens_and_options()
    {
        _cache.Keep(Sentence([1, 2, 0]), Output(7));

        Assert.Equal([7], _cache.Find(Sentence([1, 2, 0]))![0].Tokens);
        Assert.Null(_cache.Find(Sentence([1, 3, 0])));
        Assert.Null(_cache.Find(Sentence([1, 2, 0], new() { BeamSize = 2 })));
    }

    [Fact]
    public void Every_option_that_changes_the_output_tells_two_sentences_apart()
    {
        DecodingOptions[] others =
        [
            new() { NBest = 2 }, new() { LengthPenalty = 0.5 }, new() { MaxLength = 9 }, new() { MinLength = 2 }, new() { NoRepeatNgram = 3 },
            new() { WithAttention = true }, new() { WithAlignment = true }, new() { Prefix = [4] }, new() { Prefix = [4, 5] },
        ];

        foreach (var (options, rank) in others.Select((options, rank) => (options, rank)))
            _cache.Keep(Sentence([1, 0], options), Output(rank));

        Assert.Equal(others.Length, _cache.Count);
        Assert.All(others.Select((options, rank) => (options, rank)), other =>
            Assert.Equal([other.rank], _cache.Find(Sentence([1, 0], other.options with { Prefix = [.. other.options.Prefix] }))![0].Tokens));
        Assert.Null(_cache.Find(Sentence([1, 0])));
    }

    [Fact]
    public void A_seed_means_nothing_where_nothing_is_drawn()
    {
        _cache.Keep(Sentence([1, 0], new() { Seed = 1 }), Output(7));

        Assert.NotNull(_cache.Find(Sentence([1, 0], new() { Seed = 2 })));
    }

    [Fact]
    public void What_is_drawn_at_random_is_never_remembered()
    {
        var drawn = new DecodingOptions { BeamSize = 1, Temperature = 0.7, Seed = 3 };

        _cache.Keep(Sentence([1, 0], drawn), Output(7));

        Assert.Equal(0, _cache.Count);
        Assert.Null(_cache.Find(Sentence([1, 0], drawn)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Memory_is_bounded_and_who_was_asked_for_last_stays(int seed)
    {
        var random = new Random(seed);
        var order = new List<int>();
        for (var i = 0; i < 5000; i++)
        {
            var id = random.Next(1000);
            if (_cache.Find(Sentence([id, 0])) is null)
                _cache.Keep(Sentence([id, 0]), Output([.. Enumerable.Repeat(id, random.Next(1, 60))]));

            order.Remove(id);
            order.Add(id);
            Assert.InRange(_cache.Bytes, 1, 100_000);
        }

        var count = _cache.Count;
        Assert.InRange(count, 100, 300);
        Assert.All(order.TakeLast(count), id => Assert.Equal(id, _cache.Find(Sentence([id, 0]))![0].Tokens[0]));
        Assert.All(order.SkipLast(count), id => Assert.Null(_cache.Find(Sentence([id, 0]))));
    }

    [Fact]
    public void One_large_output_does_not_drive_out_the_others()
    {
        _cache.Keep(Sentence([1, 0]), Output(7));

        _cache.Keep(Sentence([2, 0]), [Output(8)[0] with { Attention = [.. Enumerable.Range(0, 100).Select(_ => new float[50])] }]);

        Assert.Equal(1, _cache.Count);
        Assert.NotNull(_cache.Find(Sentence([1, 0])));
    }

    [Fact]
    public void Wanted_phrases_are_compared_by_their_tokens()
    {
        _cache.Keep(Sentence([1, 0], new() { Phrases = [[3, 4], [5]] }), Output(7));

        Assert.NotNull(_cache.Find(Sentence([1, 0], new() { Phrases = [[3, 4], [5]] })));
        Assert.Null(_cache.Find(Sentence([1, 0], new() { Phrases = [[3], [4, 5]] })));
        Assert.Null(_cache.Find(Sentence([1, 0])));
    }

    [Fact]
    public void Many_may_use_it_at_once()
    {
        Parallel.For(0, 20_000, i =>
        {
            var id = i % 500;
            if (_cache.Find(Sentence([id, 0])) is { } found)
                Assert.Equal(id, found[0].Tokens[0]);
            else
                _cache.Keep(Sentence([id, 0]), Output(id));
        });

        Assert.InRange(_cache.Bytes, 1, 100_000);
    }

    [Fact]
    public void Hits_misses_and_memory_are_counted()
    {
        var counts = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name.StartsWith("nmt_cache", StringComparison.Ordinal))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (tags[0].Value is not "counted cache")
                return;

            var key = tags.Length > 1 ? $"{tags[1].Value}" : instrument.Name;
            counts[key] = counts.GetValueOrDefault(key) + value;
        });
        listener.Start();
        var cache = new TranslationCache(100_000, "counted cache");

        cache.Find(Sentence([1, 0]));
        cache.Keep(Sentence([1, 0]), Output(7));
        cache.Find(Sentence([1, 0]));

        Assert.Equal((1, 1, cache.Bytes), (counts["hit"], counts["miss"], counts["nmt_cache_bytes"]));

        cache.Clear();

        Assert.Equal(0, counts["nmt_cache_bytes"]);
        Assert.Null(cache.Find(Sentence([1, 0])));
    }

    private static Job Sentence(int[] source, DecodingOptions? options = null) => new(source, options ?? new(), TestContext.Current.CancellationToken);

    private static IReadOnlyList<Hypothesis> Output(params int[] tokens) => [new(tokens, Score: -1, [.. tokens.Select(_ => -0.5f)])];
}
