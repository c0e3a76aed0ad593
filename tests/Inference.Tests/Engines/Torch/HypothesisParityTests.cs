using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Engines.Torch;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;
using Seq2SeqService.Torch.Tests;

namespace Seq2SeqService.Inference.Tests.Engines.Torch;

/// <summary>What both engines find is the same to the last token, greedily and by beams.</summary>
public sealed class HypothesisParityTests
{
    [TorchTheory]
    [InlineData(1)]
    [InlineData(4)]
    public void Random_members_of_the_family_translate_alike(int beam)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var model = RandomModel.Of(RandomMembers.Of(seed), seed);
            var random = new Random(seed);
            int[][] sources = [.. Enumerable.Range(0, 4).Select(_ => model.Sentence(random.Next(1, 15), random))];
            using var cpu = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 2 });
            using var torch = new TorchEngine(model.Config, model.Weights);

            var (left, right) = (Translate(cpu, model.Config, sources, beam), Translate(torch, model.Config, sources, beam));

            Assert.All(left.Zip(right), pair =>
            {
                Assert.Equal(pair.First.Tokens, pair.Second.Tokens);
                Assert.Equal(pair.First.Score, pair.Second.Score, 1e-4);
            });
        }
    }

    /// <summary>As requests do it: some join in the middle, finished ones leave, and what is padded for others must not be seen.</summary>
    [TorchFact]
    public void Sentences_that_join_late_translate_as_the_CPU_engine_translates_them_alone()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var model = RandomModel.Of(RandomMembers.Of(seed), seed);
            var random = new Random(seed);
            int[][] sources = [.. Enumerable.Range(0, 10).Select(_ => model.Sentence(random.Next(1, 15), random))];
            using var cpu = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1 });
            using var torch = new TorchEngine(model.Config, model.Weights);

            var alone = Translate(cpu, model.Config, sources, beam: 3);
            var joined = Join(torch, model.Config, sources, random);

            Assert.All(alone.Zip(joined), pair =>
            {
                Assert.Equal(pair.First.Tokens, pair.Second.Tokens);
                Assert.Equal(pair.First.Score, pair.Second.Score, 1e-4);
            });
        }
    }

    private static Hypothesis[] Join(IEngine engine, ModelConfig config, int[][] sources, Random random)
    {
        var rules = TargetRules.Of("random", config, new GenerationConfig(), engine);
        var options = new DecodingOptions { BeamSize = 3, MaxLength = 12 };
        var groups = sources.Select(source => DecodingGroup.Create(source, rules, options, TestContext.Current.CancellationToken)).ToArray();
        using var decoder = new BatchDecoder(engine);
        for (var next = 0; next < groups.Length || !decoder.IsIdle;)
        {
            if (next < groups.Length && (decoder.IsIdle || random.Next(3) == 0))
                decoder.Join([groups[next++]]);

            decoder.Step();
        }

        return [.. groups.Select(group => group.Results[0])];
    }

    private static Hypothesis[] Translate(IEngine engine, ModelConfig config, int[][] sources, int beam) =>
    [
        .. new SentenceTranslator("random", engine, config, new GenerationConfig())
            .Translate(sources, new DecodingOptions { BeamSize = beam, MaxLength = 12 }, TestContext.Current.CancellationToken)
            .Select(list => list[0]),
    ];
}
