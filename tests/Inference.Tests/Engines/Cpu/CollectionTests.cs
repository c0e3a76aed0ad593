using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

/// <summary>Kernels work on bare addresses; every buffer behind them must have a holder.</summary>
public sealed class CollectionTests
{
    public static TheoryData<string, CpuPrecision> Cases =>
        [.. from name in SmallModels.All.Keys from precision in Enum.GetValues<CpuPrecision>() select (name, precision)];

    /// <summary>A few collections are asked for at every step: without end they would leave the decoding threads no time.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Collections_in_the_middle_of_decoding_change_nothing(string name, CpuPrecision precision)
    {
        var model = RandomModel.Of(SmallModels.All[name]);
        var random = new Random(9);
        int[][] sources = [.. Enumerable.Range(0, 12).Select(_ => model.Sentence(random.Next(1, 20), random))];
        var expected = Decode(model, sources, precision, beforeStep: null);

        using var asked = new SemaphoreSlim(0);
        var isDone = false;
        var collector = Task.Run(
            () =>
            {
                for (asked.Wait(); !Volatile.Read(ref isDone); asked.Wait())
                    GC.Collect();
            }, CancellationToken.None);
        var actual = Decode(model, sources, precision, beforeStep: () => asked.Release(3));
        Volatile.Write(ref isDone, true);
        asked.Release();
        await collector;

        Assert.Equal(expected, actual);
    }

    /// <summary>By an engine whose weights another one packed, which is gone.</summary>
    private static string Decode(RandomModel model, int[][] sources, CpuPrecision precision, Action? beforeStep)
    {
        using var engine = TwinOf(new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 2, Precision = precision }));
        var rules = TargetRules.Of("random", model.Config, new GenerationConfig(), engine);
        var options = new DecodingOptions { BeamSize = 3, MaxLength = 12 };
        var groups = sources.Select(source => DecodingGroup.Create(source, rules, options, TestContext.Current.CancellationToken)).ToList();
        using var decoder = new BatchDecoder(engine);
        beforeStep?.Invoke();
        decoder.Join(groups);
        while (!decoder.IsIdle)
        {
            beforeStep?.Invoke();
            decoder.Step();
        }

        return string.Join('\n', groups.Select(group => $"{string.Join(' ', group.Results[0].Tokens)} {group.Results[0].Score:R}"));
    }

    private static CpuEngine TwinOf(CpuEngine engine)
    {
        using (engine)
            return engine.Replicate();
    }
}
