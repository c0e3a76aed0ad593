using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Tests.Decoding;

/// <summary>Decoding allocates when sentences join and when they end, and nothing at the steps between.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class AllocationTests
{
    private const int Vocabulary = 40;
    private const int Steps = 300;

    public static TheoryData<string, DecodingOptions> Searches => new()
    {
        { "greedy", new() { BeamSize = 1 } },
        { "sampling", new() { BeamSize = 1, Temperature = 1, TopK = 20 } },
        { "a beam of four", new() { BeamSize = 4 } },
        { "a beam that holds phrases", new() { BeamSize = 4, Phrases = [[30, 31], [32]] } },
        { "a beam that repeats no n-gram", new() { BeamSize = 4, NoRepeatNgram = 3 } },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public void Steps_allocate_nothing(string search, DecodingOptions options)
    {
        using var engine = new SilentEngine(Vocabulary);

        var (allocated, rows) = Allocated(engine, Enumerable.Repeat(options, 5));

        Assert.Equal(5 * options.BeamSize, rows);
        Assert.True(allocated == 0, $"{Steps} steps of {search} allocated {allocated} bytes.");
    }

    [Fact]
    public void Sentences_of_all_kinds_that_end_outputs_on_their_way_allocate_nothing_either()
    {
        using var engine = new SilentEngine(Vocabulary, FakeEngine.Eos);
        var generation = new GenerationConfig { BadWords = [[3], [4, 5, 6]] };
        DecodingOptions[] options =
        [
            new() { BeamSize = 4, LengthPenalty = 2 }, new() { BeamSize = 3, LengthPenalty = 2, MinLength = 200 },
            new() { BeamSize = 2, LengthPenalty = 3, Prefix = [.. Enumerable.Repeat(7, 30)] }, new() { BeamSize = 5, NBest = 5, LengthPenalty = 2 },
        ];

        var (allocated, _) = Allocated(engine, options, generation);

        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_running_batch_allocates_nothing_whether_somebody_reads_along_or_not(bool isFollowed)
    {
        using var engine = new SilentEngine(Vocabulary);
        var rules = TargetRules.Of("silent", Searching.Config(Vocabulary), new GenerationConfig { MaxLength = 1000 }, engine);
        using var running = new RunningBatch(engine, rules, new SchedulerMetrics("silent"), TimeProvider.System, new WorkRate(engines: 1));
        var grown = 0;
        running.Join([.. Enumerable.Range(0, 5).Select(_ => new Job([5, 0], new() { MaxLength = 900 }, TestContext.Current.CancellationToken)
        {
            Stable = isFollowed ? new(900, () => grown++) : null,
        })]);
        for (var step = 0; step < 50; step++)
            running.Step();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < Steps; step++)
            running.Step();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(isFollowed, grown > 0);
    }

    private static (long Bytes, int Rows) Allocated(SilentEngine engine, IEnumerable<DecodingOptions> options, GenerationConfig? generation = null)
    {
        var rules = TargetRules.Of("silent", Searching.Config(Vocabulary), (generation ?? new()) with { MaxLength = 1000 }, engine);
        using var decoder = new BatchDecoder(engine);
        decoder.Join([.. options.Select(options => DecodingGroup.Create([5, 0], rules, options with { MaxLength = 900 }, TestContext.Current.CancellationToken))]);
        for (var step = 0; step < 50; step++)
            decoder.Step();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < Steps; step++)
            decoder.Step();

        return (GC.GetAllocatedBytesForCurrentThread() - before, decoder.Rows);
    }
}
