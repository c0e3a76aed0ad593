using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Tests.Decoding;

namespace Seq2SeqService.Inference.Tests.Scheduling;

public sealed class MemoryShortageTests
{
    private const int Room = 4;   // sentences that the device has memory for

    private static readonly SchedulerOptions Options = new() { MaxBatchRows = 16 };

    private readonly JobQueue _queue = new(Options, new BatchBudget(Options, padsSources: false), new SchedulerMetrics("shortage"), TimeProvider.System);
    private readonly List<int> _encoded = [];
    private int _made;

#pragma warning disable CA2201   // these are what the runtime and TorchSharp throw
    public static TheoryData<Exception> Shortages =>
    [
        new InsufficientMemoryException("CUDA out of memory. Tried to allocate 2.00 GiB"),
        new ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB"),
        new ExternalException("[enforce fail at alloc_cpu.cpp:75] DefaultCPUAllocator: can't allocate memory"),
        new OutOfMemoryException(),
    ];
#pragma warning restore CA2201

    [Theory]
    [MemberData(nameof(Shortages))]
    public async Task A_batch_for_which_memory_is_short_is_halved_until_it_fits_and_later_ones_are_as_small_at_once(Exception shortage)
    {
        var line = Sentences(40);

        Run(Engine(sources => sources.Count > Room, shortage), line);

        Assert.All(await Task.WhenAll(line.Select(job => job.Result)), result => Assert.Single(result.Hypotheses[0].Tokens));
        Assert.Equal([16, 8, 4, 4, 8, 4, 4, 4, 4, 4, 4, 4, 4], _encoded);
    }

    [Fact]
    public void Another_fault_leaves_batches_as_large_as_they_were()
    {
        Run(Engine(sources => sources.Count > 8, new InvalidDataException("another fault")), Sentences(32));

        Assert.Equal([16, 8, 8, 16, 8, 8], _encoded);
    }

    [Fact]
    public async Task A_sentence_that_alone_is_too_much_fails_and_costs_no_engine()
    {
        var (huge, good) = (new Job([50, 0], new() { BeamSize = 1 }, TestContext.Current.CancellationToken), Sentences(1)[0]);
        var engine = Engine(sources => sources.Any(source => source[0] == 50), new InsufficientMemoryException("CUDA out of memory"));

        Run(engine, huge, good);

        await Assert.ThrowsAsync<InsufficientMemoryException>(() => huge.Result);
        Assert.Single((await good.Result).Hypotheses[0].Tokens);
        Assert.Equal(0, _made);
    }

    [Fact]
    public void A_sentence_that_alone_is_too_much_takes_no_room_from_later_batches()
    {
        var huge = new Job([50, 0], new() { BeamSize = 1 }, TestContext.Current.CancellationToken);
        var engine = Engine(sources => sources.Any(source => source[0] == 50), new InsufficientMemoryException("CUDA out of memory"));

        Run(engine, [huge, .. Sentences(31)]);

        Assert.Equal(16, _encoded[^1]);
    }

    [Fact]
    public void What_was_not_too_much_before_halves_nothing()
    {
        var budget = new BatchBudget(new() { MaxBatchRows = 4 }, padsSources: false);
        var sixteen = new BatchLoad(16, 16, 64, 4);

        Assert.False(budget.Halve(sixteen with { Tokens = 1 << 30 }));
        Assert.Equal(4, budget.Rows);
        Assert.True(budget.Halve(new BatchLoad(2, 2, 8, 4)));
        Assert.Equal(1, budget.Rows);
        Assert.True(budget.Allows(BatchLoad.Nothing, sixteen with { Sentences = 1 }), "One sentence always fits.");
        Assert.False(budget.Allows(BatchLoad.Nothing, new BatchLoad(2, 2, 2, 1)));
    }

    private void Run(FakeEngine engine, params Job[] line)
    {
        _queue.Enqueue(line);
        _queue.Close();
        Loop(engine).Run();
    }

    private DecodeLoop Loop(FakeEngine engine)
    {
        var renewable = new RenewableEngine(engine, Renewed, TimeProvider.System);
        return new(_queue, renewable, TargetRules.Of("fake", Searching.Config(), new GenerationConfig(), engine), TimeProvider.System, NullLogger.Instance);
    }

    private IEngine Renewed()
    {
        _made++;
        throw new IOException("There is no other.");
    }

    private FakeEngine Engine(Predicate<IReadOnlyList<int[]>> isTooMuch, Exception shortage) =>
        new((source, said) => Searching.Next((said.Length < source[0] ? 3 : FakeEngine.Eos, 0.95)))
        {
            Encoding = sources =>
            {
                _encoded.Add(sources.Count);
                if (isTooMuch(sources))
                    throw shortage;
            },
        };

    private static Job[] Sentences(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new Job([1, 0], new() { BeamSize = 1 }, TestContext.Current.CancellationToken))];
}
