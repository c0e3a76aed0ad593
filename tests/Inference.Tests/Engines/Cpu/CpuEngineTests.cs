using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

public sealed class CpuEngineTests
{
    private static readonly CpuEngineOptions OneThread = new() { Threads = 1 };

    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void Every_tensor_is_needed_and_its_shape_is_checked(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name]);
        foreach (var (tensor, weights) in model.Tensors.ToArray())
        {
            model.Tensors[tensor] = new([.. weights.Shape, 1], weights.Values);
            Assert.Contains(tensor, Refusal(model.Config, model.Weights), StringComparison.Ordinal);

            model.Tensors.Remove(tensor);
            Assert.Contains(tensor, Refusal(model.Config, model.Weights), StringComparison.Ordinal);

            model.Tensors[tensor] = weights;
        }
    }

    [Fact]
    public void Impossible_configurations_are_refused_by_the_name_of_what_does_not_fit()
    {
        var model = RandomModel.Of(SmallModels.Transformer);
        (string Fault, ModelConfig Config)[] cases =
        [
            ("model_type", model.Config with { ModelType = "bart" }),
            ("d_model", model.Config with { Width = 0 }),
            ("encoder's heads (5)", model.Config with { EncoderHeads = 5 }),
            ("decoder_attention_heads", model.Config with { DecoderHeads = 0 }),
            ("decoder_layers", model.Config with { DecoderLayers = -1 }),
            ("activation_function", model.Config with { Activation = "mish" }),
            ("decoder_attention_heads", SmallModels.Recurrent with { Attention = AttentionKind.MultiHead, DecoderHeads = 0 }),
            ("needs a hidden size", SmallModels.Recurrent with { DecoderHidden = 0 }),
            ("kernel (4) must be odd", SmallModels.Conv with { EncoderKernel = 4 }),
            ("decoder_kernel_size", SmallModels.Conv with { DecoderKernel = 0 }),
            ("encoder_kernel_size", SmallModels.Conv with { EncoderKernel = -1 }),
            ("source and target share them", SmallModels.Prefix with { MaxPositions = 1 }),
            ("translates nothing", model.Config with { ModelType = ModelConfig.EncoderOnly }),
            ("model.encoder.embed_positions.weight", model.Config with { StaticPositions = false }),
        ];

        foreach (var (fault, config) in cases)
            Assert.Contains(fault, Refusal(config, model.Weights), StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_that_do_not_fit_are_refused()
    {
        var model = RandomModel.Of(SmallModels.Transformer);
        using var engine = new CpuEngine(model.Config, model.Weights, OneThread);

        Assert.Throws<ArgumentException>(() => engine.Encode([[]]));
        Assert.Throws<ArgumentException>(() => engine.Encode([new int[engine.MaxPositions + 1]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Encode([[model.Config.VocabularySize]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Encode([[-1]]));
    }

    [Fact]
    public void Half_of_the_positions_that_source_and_target_share_are_the_sources()
    {
        var model = RandomModel.Of(SmallModels.Prefix with { MaxPositions = 9 });
        using var engine = new CpuEngine(model.Config, model.Weights, OneThread);

        Assert.Equal(4, engine.MaxPositions);
        Assert.Throws<ArgumentException>(() => engine.Encode([new int[5]]));
    }

    [Theory]
    [InlineData("post-norm relu", 3)]
    [InlineData("conv", 3)]
    [InlineData("prefix model", 5)]
    public void A_row_cannot_go_beyond_the_last_position(string name, int positions)
    {
        var model = RandomModel.Of(SmallModels.All[name] with { MaxPositions = positions });
        using var engine = new CpuEngine(model.Config, model.Weights, OneThread);
        using var state = engine.Encode([[1, 0]]);
        var (input, output) = (new StepInput { Tokens = [2], Candidates = 1 }, new StepOutput());
        for (var t = 0; t < 3; t++)
            state.Step(input, output);

        Assert.Throws<InvalidOperationException>(() => state.Step(input, output));
    }

    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void States_of_no_rows_are_no_trouble(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name]);
        using var engine = new CpuEngine(model.Config, model.Weights, OneThread);
        using var state = engine.Encode([]);
        var output = new StepOutput();

        state.Step(new StepInput { Tokens = [], Candidates = 2 }, output);
        state.Select([]);
        using var other = engine.Encode([[2, 0]]);
        state.Append(other);
        state.Step(new StepInput { Tokens = [1], Candidates = 2 }, output);
        state.Select([]);

        Assert.Equal(0, state.Rows);
    }

    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void Only_states_of_the_same_engine_can_be_appended(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name]);
        using var engine = new CpuEngine(model.Config, model.Weights, OneThread);
        using var stranger = new CpuEngine(model.Config, model.Weights, OneThread);
        using var state = engine.Encode([[1, 0]]);
        using var foreign = stranger.Encode([[1, 0]]);

        Assert.Throws<ArgumentException>(() => state.Append(state));
        Assert.Throws<ArgumentException>(() => state.Append(foreign));
    }

    [Theory]
    [InlineData("post-norm relu", 1)]
    [InlineData("post-norm relu", 2)]
    [InlineData("two layers of gru, concat attention, untied", 1)]
    [InlineData("two layers of gru, concat attention, untied", 2)]
    [InlineData("two layers of lstm, general attention, input feeding", 1)]
    [InlineData("rnn, multi-head attention, state from a weighted sum", 2)]
    [InlineData("conv", 2)]
    [InlineData("prefix model", 2)]
    public void A_steady_step_allocates_nothing(string name, int threads)
    {
        var model = RandomModel.Of(SmallModels.All[name]);
        using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = threads });
        using var state = engine.Encode([[1, 2, 0], [3, 0], [4, 5, 6, 0]]);
        var output = new StepOutput();
        var input = new StepInput { Tokens = [.. Enumerable.Range(0, 24)], Candidates = 4 };
        int[] moves = [1, 1, 0];
        state.Select([.. Enumerable.Range(0, 24).Select(row => row % 3)]);   // a crowd lets the caches grow
        for (var t = 0; t < 6; t++)
            state.Step(input, output);
        for (var t = 0; t < 4; t++)
            StepAndMove();

        Assert.Equal(0, Enumerable.Range(0, 3).Min(_ => AllocatedByTenSteps()));   // the collector disturbs a count now and then, not all

        long AllocatedByTenSteps()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var t = 0; t < 10; t++)
                StepAndMove();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void StepAndMove()
        {
            state.Select(moves);
            state.Step(input, output);
        }
    }

    private static string Refusal(ModelConfig config, ModelWeights weights) =>
        Assert.Throws<CheckpointException>(() => new CpuEngine(config, weights, OneThread)).Message;
}
