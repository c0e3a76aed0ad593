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

    private static Hypothesis[] Translate(IEngine engine, ModelConfig config, int[][] sources, int beam) =>
    [
        .. new SentenceTranslator("random", engine, config, new GenerationConfig())
            .Translate(sources, new DecodingOptions { BeamSize = beam, MaxLength = 12 }, TestContext.Current.CancellationToken)
            .Select(list => list[0]),
    ];
}
