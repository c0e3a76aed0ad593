using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

/// <summary>Kernels work on bare addresses; every buffer behind them must have a holder.</summary>
public sealed class CollectionTests
{
    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public async Task Collections_in_the_middle_of_decoding_change_nothing(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name]);
        var random = new Random(9);
        int[][] sources = [.. Enumerable.Range(0, 12).Select(_ => model.Sentence(random.Next(1, 20), random))];
        var expected = Decode(model, sources);

        using var done = new CancellationTokenSource();
        var collector = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                    GC.Collect();
            }, CancellationToken.None);
        var actual = Decode(model, sources);
        await done.CancelAsync();
        await collector;

        Assert.Equal(expected, actual);
    }

    private static string Decode(RandomModel model, int[][] sources)
    {
        using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 2 });
        var options = new DecodingOptions { BeamSize = 3, MaxLength = 12 };
        var hypotheses = new SentenceTranslator("random", engine, model.Config, new GenerationConfig())
            .Translate(sources, options, TestContext.Current.CancellationToken);
        return string.Join('\n', hypotheses.Select(list => $"{string.Join(' ', list[0].Tokens)} {list[0].Score:R}"));
    }
}
