using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

/// <summary>The weights of the source's tokens that a step gives; <see cref="ParityTests"/> hold their values to the equations.</summary>
public sealed class AttentionTests
{
    private static readonly int[][] Sources = [[3, 7, 9, 0], [0], [5, 0]];

    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void Each_row_has_a_weight_for_every_token_of_its_source(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name]);
        using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 2 });
        using var state = engine.Encode(Sources);

        var attention = Step(state, withAttention: true).Attention;

        Assert.Equal(engine.HasAttention ? Sources.Select(source => source.Length) : [], attention.Select(row => row.Length));
        Assert.All(attention, row => Assert.Equal(1, row.Sum(), 1e-6));
        Assert.All(attention.SelectMany(row => row), weight => Assert.InRange(weight, 0, 1));
    }

    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void To_ask_for_weights_changes_nothing_else(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name]);
        using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1 });
        using var asked = engine.Encode(Sources);
        using var silent = engine.Encode(Sources);
        for (var t = 0; t < 3; t++)
        {
            var (with, without) = (Step(asked, withAttention: true), Step(silent, withAttention: false));

            Assert.Equal(without.Ids, with.Ids);
            Assert.Equal(without.LogProbabilities, with.LogProbabilities);
            Assert.Empty(without.Attention);
        }
    }

    [Fact]
    public void Weights_that_were_given_stay_as_they_are()
    {
        var model = RandomModel.Of(SmallModels.Transformer);
        using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1 });
        using var state = engine.Encode(Sources);
        var output = new StepOutput();
        var given = Step(state, withAttention: true, output).Attention;
        float[][] copy = [.. given.Select(row => (float[])[.. row])];

        var later = Step(state, withAttention: true, output).Attention;
        Step(state, withAttention: false, output);

        Assert.Equal(copy, given);
        Assert.NotEqual(given[0], later[0]);
        Assert.Empty(output.Attention);
    }

    private static StepOutput Step(IDecodingState state, bool withAttention, StepOutput? output = null)
    {
        output ??= new StepOutput();
        state.Step(new StepInput { Tokens = [4, 5, 6], Candidates = 3, WithAttention = withAttention }, output);
        return output;
    }
}
