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

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Collections_in_the_middle_of_decoding_change_nothing(string name, CpuPrecision precision)
    {
        var model = RandomModel.Of(SmallModels.All[name]);
        var random = new Random(9);
        int[][] sources = [.. Enumerable.Range(0, 12).Select(_ => model.Sentence(random.Next(1, 20), random))];
        var expected = Decode(model, sources, precision);

        using var done = new CancellationTokenSource();
        var collector = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                    GC.Collect();
            }, CancellationToken.None);
        var actual = Decode(model, sources, precision);
        await done.CancelAsync();
        await collector;

        Assert.Equal(expected, actual);
    }

    /// <summary>By an engine whose weights another one packed, which is gone.</summary>
    private static string Decode(RandomModel model, int[][] sources, CpuPrecision precision)
    {
        using var engine = TwinOf(new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 2, Precision = precision }));
        var options = new DecodingOptions { BeamSize = 3, MaxLength = 12 };
        var hypotheses = new SentenceTranslator("random", engine, model.Config, new GenerationConfig())
            .Translate(sources, options, TestContext.Current.CancellationToken);
        return string.Join('\n', hypotheses.Select(list => $"{string.Join(' ', list[0].Tokens)} {list[0].Score:R}"));
    }

    private static CpuEngine TwinOf(CpuEngine engine)
    {
        using (engine)
            return engine.Replicate();
    }
}
