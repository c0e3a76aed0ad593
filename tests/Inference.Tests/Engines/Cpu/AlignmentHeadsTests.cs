using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

public sealed class AlignmentHeadsTests
{
    private static readonly int[][] Sources = [[3, 7, 9, 0], [0], [5, 0]];
    private readonly RandomModel _model = RandomModel.Of(SmallModels.Transformer);

    [Fact]
    public void All_heads_together_say_what_attention_says()
    {
        using var engine = new CpuEngine(_model.Config, _model.Weights, new CpuEngineOptions { Threads = 2 });
        int[] all = [.. Enumerable.Range(0, _model.Config.DecoderLayers * _model.Config.DecoderHeads)];

        var output = Step(engine, new(all, []), withAttention: true);

        Assert.Equal(Sources.Select(source => 2 * source.Length), output.Alignment.Select(row => row.Length));
        foreach (var (mean, row) in output.Attention.Zip(output.Alignment))
        {
            Assert.All(mean.Zip(row), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
            Assert.All(row.Skip(mean.Length), weight => Assert.Equal(0, weight));
        }
    }

    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void Every_member_of_the_family_has_the_heads_that_it_says_and_no_more(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name]);
        using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1 });
        var (layers, heads) = AlignmentHeads.Attending(model.Config);
        var last = (layers * heads) - 1;

        Assert.Equal(engine.HasAttention, heads > 0);
        if (heads == 0)
            return;

        Assert.All(Step(engine, new([last], []), false).Alignment, row => Assert.InRange(row.Sum(), 0.01, 1.00001));   // a prefix model looks at what it has said too
        Assert.Throws<ArgumentOutOfRangeException>(() => Step(engine, new([last + 1], []), false));
    }

    [Fact]
    public void Heads_of_either_step_are_kept_apart_and_ask_for_nothing_else()
    {
        using var engine = new CpuEngine(_model.Config, _model.Weights, new CpuEngineOptions { Threads = 1 });

        var (both, own, next) = (Step(engine, new([0], [1]), false), Step(engine, new([0], []), false), Step(engine, new([], [1]), false));

        Assert.Empty(both.Attention);
        for (var row = 0; row < Sources.Length; row++)
            Assert.Equal(own.Alignment[row].Zip(next.Alignment[row], (a, b) => a + b), both.Alignment[row]);
        Assert.All(own.Alignment, row => Assert.Equal(1, row.Sum(), 1e-5));
    }

    [Fact]
    public void What_the_step_behind_says_of_a_token_is_added_to_its_own()
    {
        StepTrace[] traces = [new(null, [0.8f, 0.2f, 0.1f, 0.9f]), new(null, [0.5f, 0.5f, 1, 0]), new(null, [0, 1, 0.5f, 0.5f])];

        Assert.Equal([[0.9f, 0.1f], [0.5f, 0.5f], [0, 1]], AlignmentRows.Of(traces));
        Assert.Empty(AlignmentRows.Of([]));
        Assert.Empty(AlignmentRows.Of([new([1], null)]));
    }

    [Fact]
    public void Heads_that_the_decoder_does_not_have_are_refused()
    {
        var generation = new GenerationConfig { AlignmentHeads = [[0, _model.Config.DecoderHeads, 0]] };

        var error = Assert.Throws<CheckpointException>(() => AlignmentHeads.Of(generation, _model.Config));

        Assert.Contains("alignment_heads", error.Message, StringComparison.Ordinal);
        Assert.Null(AlignmentHeads.Of(new(), _model.Config));
    }

    private static StepOutput Step(CpuEngine engine, AlignmentHeads heads, bool withAttention)
    {
        using var state = engine.Encode(Sources);
        var output = new StepOutput();
        state.Step(new StepInput { Tokens = [4, 5, 6], Candidates = 1, WithAttention = withAttention, AlignmentHeads = heads }, output);
        return output;
    }
}
