using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

/// <summary>
/// A batch that never closes allocates where sentences join and leave, and nothing at the steps between. When the collector runs in the
/// middle, what it takes of a thread's piece of fresh memory is sometimes counted as used; what steps allocate is there every time.
/// </summary>
public sealed class StepAllocationTests
{
    private const int MaxLength = 30;

    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void Steps_of_the_engine_allocate_nothing(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name], seed: 9);
        Shortlist?[] shortlists = [null, RandomShortlist.Of(model.Config, 30, new Random(1))];
        foreach (var (precision, shortlist) in from precision in Enum.GetValues<CpuPrecision>() from shortlist in shortlists select (precision, shortlist))
        {
            using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1, Precision = precision, Shortlist = shortlist });
            using var decoder = new BatchDecoder(engine);
            _ = AllocatedBySteps(decoder, engine, model);   // buffers grow to what these sentences need

            var allocated = Enumerable.Range(0, 5).Min(_ => AllocatedBySteps(decoder, engine, model));

            Assert.True(allocated == 0, $"{MaxLength} steps of '{name}' by {engine.Name} allocated {allocated} bytes.");
        }
    }

    [Theory]
    [InlineData("post-norm relu")]
    [InlineData("prefix model")]
    public void Sentences_that_come_and_go_while_one_stays_leave_no_memory_behind(string name)
    {
        const int Positions = 20_000;
        var model = RandomModel.Of(SmallModels.All[name] with { MaxPositions = Positions });
        using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1 });
        using var stays = engine.Encode([[1, 2, 0]]);
        Visit(times: 3);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Visit(times: 20);

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 20 * Positions, $"20 visits of a beam of three allocated {allocated} bytes.");   // a row alone takes 4 · Positions

        void Visit(int times)
        {
            for (var i = 0; i < times; i++)
            {
                using (var visitor = engine.Encode([[3, 0]]))
                    stays.Append(visitor);
                stays.Select([0, 1, 1, 1]);
                stays.Select([0]);
            }
        }
    }

    private static long AllocatedBySteps(BatchDecoder decoder, CpuEngine engine, RandomModel model)
    {
        var random = new Random(1);
        var rules = TargetRules.Of("small", model.Config, new(), engine);
        decoder.Join([.. ((int[])[1, 4, 3, 1]).Select(beam => DecodingGroup.Create(
            model.Sentence(random.Next(2, 20), random),
            rules,
            new DecodingOptions { BeamSize = beam, MinLength = MaxLength - beam, MaxLength = MaxLength - beam },
            TestContext.Current.CancellationToken))]);

        var allocated = 0L;
        while (!decoder.IsIdle)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var leaving = decoder.Step();
            if (leaving.IsEmpty)
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return allocated;
    }
}
