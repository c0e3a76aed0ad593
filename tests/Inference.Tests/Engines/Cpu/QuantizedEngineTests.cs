using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

/// <summary>8 bits change every member's probabilities a little, and only a little.</summary>
public sealed class QuantizedEngineTests
{
    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void Probabilities_stay_near_those_of_fp32(string name)
    {
        foreach (var path in Enum.GetValues<VectorPath>())
        {
            var model = RandomModel.Of(SmallModels.All[name], seed: 8);
            var exact = Probabilities(model, CpuPrecision.Fp32, path);
            var rounded = Probabilities(model, CpuPrecision.Int8, path);

            Assert.NotEqual(exact, rounded);
            for (var i = 0; i < exact.Length; i++)
                Assert.Equal(exact[i], rounded[i], 0.02f);
        }
    }

    [Fact]
    public void The_engine_names_its_precision()
    {
        var model = RandomModel.Of(SmallModels.Transformer);
        using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1, Precision = CpuPrecision.Int8 });

        Assert.Equal("cpu-int8", engine.Name);
    }

    /// <summary>Of every token at every step along given targets.</summary>
    private static float[] Probabilities(RandomModel model, CpuPrecision precision, VectorPath path)
    {
        var random = new Random(3);
        int[][] sources = [model.Sentence(6, random), model.Sentence(17, random)];
        var vocabulary = model.Config.VocabularySize;
        using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1, Precision = precision, Path = path });
        using var state = engine.Encode(sources);
        var output = new StepOutput();
        var probabilities = new List<float>();
        for (var t = 0; t < 5; t++)
        {
            int[] tokens = t == 0 ? [.. sources.Select(_ => model.Config.DecoderStartId)] : [.. sources.Select(_ => random.Next(2, vocabulary - 1))];
            state.Step(new StepInput { Tokens = tokens, Candidates = vocabulary }, output);
            for (var row = 0; row < sources.Length; row++)
            {
                var byId = new float[vocabulary];
                for (var rank = 0; rank < vocabulary; rank++)
                    byId[output.Ids[(row * vocabulary) + rank]] = MathF.Exp(output.LogProbabilities[(row * vocabulary) + rank]);
                probabilities.AddRange(byId);
            }
        }

        return [.. probabilities];
    }
}
