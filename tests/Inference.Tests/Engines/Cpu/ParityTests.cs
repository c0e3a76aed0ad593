using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

public sealed class ParityTests
{
    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void Steps_give_the_log_probabilities_of_the_equations(string name)
    {
        foreach (var path in Enum.GetValues<VectorPath>())
            CheckAgainstEquations(RandomModel.Of(SmallModels.All[name]), new CpuEngineOptions { Threads = 1, Path = path });
    }

    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void Three_threads_give_them_too(string name) =>
        CheckAgainstEquations(RandomModel.Of(SmallModels.All[name], seed: 2), new CpuEngineOptions { Threads = 3 });

    [Fact]
    public void Random_members_of_the_family_give_them()
    {
        for (var seed = 0; seed < RandomMembers.Enough; seed++)
            CheckAgainstEquations(RandomModel.Of(RandomMembers.Of(seed), seed), new CpuEngineOptions { Threads = 1 });
    }

    [Fact]
    public void Stored_positions_are_used_instead_of_sinusoids()
    {
        var model = RandomModel.Of(SmallModels.Transformer);
        foreach (var side in (string[])["encoder", "decoder"])
        {
            var values = Enumerable.Range(0, 40 * 24).Select(i => (float)Math.Sin(i * (side == "encoder" ? 1.7 : 2.3))).ToArray();
            model.Tensors.Add($"model.{side}.embed_positions.weight", new([40, 24], values));
        }

        CheckAgainstEquations(model, new CpuEngineOptions { Threads = 1 });
    }

    private static void CheckAgainstEquations(RandomModel model, CpuEngineOptions options)
    {
        var random = new Random(7);
        int[][] sources = [model.Sentence(5, random), model.Sentence(1, random), model.Sentence(19, random)];
        int[][] targets = [.. sources.Select(_ => (int[])[model.Config.DecoderStartId, .. model.Sentence(6, random)])];
        var reference = IReferenceModel.Of(model);
        using var engine = new CpuEngine(model.Config, model.Weights, options);
        using var state = engine.Encode(sources);
        var expected = sources.Select((source, row) => reference.Decode(source, targets[row])).ToArray();
        var output = new StepOutput();
        var vocabulary = model.Config.VocabularySize;

        for (var t = 0; t < targets[0].Length; t++)
        {
            state.Step(
                new StepInput { Tokens = [.. targets.Select(target => target[t])], Candidates = vocabulary, WithAttention = true }, output);

            for (var i = 0; i < sources.Length * vocabulary; i++)
                Assert.Equal(expected[i / vocabulary][t].LogProbabilities[output.Ids[i]], output.LogProbabilities[i], 1e-4);
            for (var row = 0; row < sources.Length && engine.HasAttention; row++)
            {
                Assert.Equal(sources[row].Length, output.Attention[row].Length);
                Assert.All(expected[row][t].Attention.Zip(output.Attention[row]), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
            }

            if (!engine.HasAttention)
                Assert.Empty(output.Attention);
        }
    }
}
