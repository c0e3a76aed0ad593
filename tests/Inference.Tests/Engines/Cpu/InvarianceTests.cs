using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

/// <summary>A row's bits do not depend on the rows beside it, the number of threads, or the moves it has made.</summary>
public sealed class InvarianceTests
{
    private const int Steps = 8;
    private const int Candidates = 5;
    private static readonly CpuPrecision[] Precisions = Enum.GetValues<CpuPrecision>();

    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void A_batch_gives_the_bits_of_single_runs(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name], seed: 3);
        foreach (var (path, precision) in from path in Enum.GetValues<VectorPath>() from precision in Precisions select (path, precision))
        {
            using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1, Path = path, Precision = precision });
            for (var rows = 2; rows <= 21; rows += path == VectorPath.Vector512 ? 1 : 7)
                CheckBatch(engine, model, rows);
        }
    }

    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name], seed: 4);

        // Few rows are shared loop by loop, many in portions.
        foreach (var (precision, rows) in from precision in Precisions from rows in (int[])[9, 70] select (precision, rows))
        {
            var sources = Sentences(model, rows);
            using var alone = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1, Precision = precision });
            var expected = Decode(alone, model, sources);

            for (var threads = 2; threads <= 5; threads++)
            {
                using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = threads, Precision = precision });
                Assert.Equal(expected, Decode(engine, model, sources));
            }
        }
    }

    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void An_engine_over_the_same_weights_gives_the_same_bits_at_the_same_time(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name], seed: 6);
        foreach (var precision in Precisions)
        {
            using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1, Precision = precision });
            var expected = Decode(engine, model, Sentences(model, 4));
            using var twin = engine.Replicate();
            var found = new List<(int, int)>[2];

            Parallel.For(0, 2, i => found[i] = Decode(i == 0 ? engine : twin, model, Sentences(model, 4)));

            Assert.All(found, bits => Assert.Equal(expected, bits));
        }
    }

    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void Moved_rows_give_the_bits_of_rows_that_stayed(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name], seed: 5);
        foreach (var precision in Precisions)
        {
            using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1, Precision = precision });
            for (var seed = 0; seed < 6; seed++)
                new RandomSchedule(engine, model, seed).Run();
        }
    }

    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void Sentences_with_vocabularies_of_their_own_give_the_same_bits_together_moved_and_with_any_threads(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name], seed: 8);
        var shortlist = RandomShortlist.Of(model.Config, 12, new Random(8));
        foreach (var precision in Precisions)
        {
            using var alone = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1, Precision = precision, Shortlist = shortlist });
            using var crew = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 3, Precision = precision, Shortlist = shortlist });
            CheckBatch(alone, model, rows: 12);
            foreach (var rows in (int[])[12, 50])   // shared loop by loop, and in portions
                Assert.Equal(Decode(alone, model, Sentences(model, rows)), Decode(crew, model, Sentences(model, rows)));
            new RandomSchedule(crew, model, seed: 8).Run();
        }
    }

    [Fact]
    public void Random_members_of_the_family_give_the_same_bits_alone_together_and_with_any_threads()
    {
        for (var seed = 0; seed < 80; seed++)
        {
            var model = RandomModel.Of(RandomMembers.Of(seed), seed);
            var sources = Sentences(model, 5);
            var precision = Precisions[seed % 2];
            using var alone = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1, Precision = precision });
            using var crew = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 3, Precision = precision });

            var together = Decode(crew, model, sources);

            Assert.Equal(sources.SelectMany(source => Decode(alone, model, [source])), together);
        }
    }

    [Theory]
    [InlineData("post-norm relu")]
    [InlineData("gru, additive attention")]
    [InlineData("conv")]
    [InlineData("prefix model")]
    public void More_tokens_than_one_pack_holds_are_encoded_the_same(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name] with { MaxPositions = 1200, EncoderLayers = 1, DecoderLayers = 1 });
        using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 2 });
        var random = new Random(1);
        int[][] sources = [.. ((int[])[500, 3, 520, 600, 1, 40, 2]).Select(length => model.Sentence(length, random))];

        var together = Decode(engine, model, sources);

        Assert.Equal(sources.SelectMany(source => Decode(engine, model, [source])), together);
    }

    private static void CheckBatch(CpuEngine engine, RandomModel model, int rows)
    {
        var sources = Sentences(model, rows);

        var together = Decode(engine, model, sources);

        Assert.Equal(sources.SelectMany(source => Decode(engine, model, [source])), together);
    }

    /// <summary>What every row found at every step, greedily followed, and the weights of its source's tokens; row by row.</summary>
    private static List<(int Id, int Bits)> Decode(CpuEngine engine, RandomModel model, int[][] sources)
    {
        using var state = engine.Encode(sources);
        var found = sources.Select(_ => new List<(int, int)>()).ToArray();
        var tokens = Enumerable.Repeat(model.Config.DecoderStartId, sources.Length).ToArray();
        var output = new StepOutput();
        for (var t = 0; t < Steps; t++)
        {
            state.Step(new StepInput { Tokens = tokens, Candidates = Candidates, WithAttention = true }, output);
            for (var i = 0; i < sources.Length * Candidates; i++)
                found[i / Candidates].Add((output.Ids[i], BitConverter.SingleToInt32Bits(output.LogProbabilities[i])));
            for (var row = 0; row < output.Attention.Length; row++)
                found[row].AddRange(output.Attention[row].Select((share, s) => (s, BitConverter.SingleToInt32Bits(share))));

            tokens = [.. Enumerable.Range(0, sources.Length).Select(row => output.Ids[row * Candidates])];
        }

        return [.. found.SelectMany(row => row)];
    }

    private static int[][] Sentences(RandomModel model, int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => model.Sentence(random.Next(1, 35), random))];
    }
}
