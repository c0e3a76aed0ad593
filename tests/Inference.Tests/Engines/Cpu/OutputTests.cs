using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

/// <summary>What a step answers: the best, without the banned, the forced one first.</summary>
public sealed class OutputTests
{
    private static readonly RandomModel Model = RandomModel.Of(SmallModels.Transformer with { VocabularySize = 700, PadId = 699, DecoderStartId = 699 });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(300)]
    public void The_best_are_those_of_the_whole_vocabulary(int candidates)
    {
        var everything = Step(new StepInput { Tokens = Start(2), Candidates = 700 });
        foreach (var threads in (int[])[1, 2, 3])
        {
            var best = Step(new StepInput { Tokens = Start(2), Candidates = candidates }, threads);
            for (var row = 0; row < 2; row++)
                Assert.Equal(everything.Skip(row * 700).Take(candidates), best.Skip(row * candidates).Take(candidates));
        }
    }

    [Fact]
    public void Candidates_follow_the_plain_twin()
    {
        var everything = Step(new StepInput { Tokens = Start(1), Candidates = 700 });
        var logits = everything.OrderBy(candidate => candidate.Id).Select(candidate => candidate.LogProbability).ToArray();
        int[] banned = [everything[0].Id, everything[2].Id];

        var expected = ReferenceKernels.Best(logits, 9, banned);
        var found = Step(new StepInput { Tokens = Start(1), Candidates = 9, Banned = [banned] });

        Assert.Equal(expected.Select(candidate => candidate.Id), found.Select(candidate => candidate.Id));
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.LogProbability, pair.Second.LogProbability, 1e-5));
    }

    [Fact]
    public void Banned_tokens_are_skipped_and_the_others_keep_their_probabilities()
    {
        var free = Step(new StepInput { Tokens = Start(2), Candidates = 6 });
        int[] banned = [free[0].Id, free[3].Id];

        var found = Step(new StepInput { Tokens = Start(2), Candidates = 4, Banned = [banned, null] });

        Assert.Equal([free[1], free[2], free[4], free[5]], found[..4]);
        Assert.Equal(free[6..10], found[4..]);
    }

    [Fact]
    public void A_forced_token_comes_first_with_its_true_probability_even_when_banned()
    {
        var free = Step(new StepInput { Tokens = Start(2), Candidates = 700 });
        var forced = free[650];

        var found = Step(new StepInput
        {
            Tokens = Start(2), Candidates = 3, Forced = [forced.Id, -1], Banned = [[forced.Id, free[1].Id], null],
        });

        Assert.Equal([forced, free[0], free[2]], found[..3]);
        Assert.Equal(free[700..703], found[3..]);
    }

    [Fact]
    public void The_best_token_may_be_forced()
    {
        var free = Step(new StepInput { Tokens = Start(1), Candidates = 3 });

        var found = Step(new StepInput { Tokens = Start(1), Candidates = 3, Forced = [free[0].Id] });

        Assert.Equal(free, found);
    }

    [Fact]
    public void Where_nothing_else_is_allowed_candidates_of_probability_zero_fill_up()
    {
        var banned = Enumerable.Range(0, 700).Where(id => id != 5).ToArray();

        var found = Step(new StepInput { Tokens = Start(1), Candidates = 3, Banned = [banned] });

        Assert.Equal(5, found[0].Id);
        Assert.True(float.IsFinite(found[0].LogProbability));
        Assert.Equal([(0, float.NegativeInfinity), (1, float.NegativeInfinity)], found[1..]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Equal_probabilities_are_ordered_by_id(int threads)
    {
        var model = RandomModel.Of(Model.Config with { SharedEmbeddings = false, TiedOutput = false });
        model.Tensors["lm_head.weight"] = new([700, 24], new float[700 * 24]);
        model.Tensors["final_logits_bias"] = new([1, 700], new float[700]);
        model.Tensors["final_logits_bias"].Values[600] = 1;

        var found = Step(new StepInput { Tokens = Start(1), Candidates = 6 }, threads, model);

        Assert.Equal([600, 0, 1, 2, 3, 4], found.Select(candidate => candidate.Id));
    }

    /// <summary>Different logits may round to one probability. Which of them comes first must not hang on what the neighbours ask for.</summary>
    [Fact]
    public void How_many_candidates_are_asked_for_does_not_change_the_first_of_them()
    {
        var model = RandomModel.Of(Model.Config with { SharedEmbeddings = false, TiedOutput = false });
        model.Tensors["lm_head.weight"] = new([700, 24], new float[700 * 24]);
        model.Tensors["final_logits_bias"] = new([1, 700], new float[700]);
        model.Tensors["final_logits_bias"].Values[5] = 0.1f;
        model.Tensors["final_logits_bias"].Values[600] = MathF.BitIncrement(0.1f);

        var one = Step(new StepInput { Tokens = Start(1), Candidates = 1 }, model: model);
        var many = Step(new StepInput { Tokens = Start(1), Candidates = 9 }, model: model);

        Assert.Equal(many[0].LogProbability, many[1].LogProbability);
        Assert.Equal(one[0], many[0]);
    }

    [Fact]
    public void What_a_step_cannot_use_is_refused()
    {
        using var engine = new CpuEngine(Model.Config, Model.Weights, new CpuEngineOptions { Threads = 1 });
        using var state = engine.Encode([[3, 0], [4, 0]]);
        var output = new StepOutput();

        Assert.Throws<ArgumentException>(() => state.Step(new StepInput { Tokens = [1], Candidates = 1 }, output));
        Assert.Throws<ArgumentOutOfRangeException>(() => state.Step(new StepInput { Tokens = [1, 700], Candidates = 1 }, output));
        Assert.Throws<ArgumentOutOfRangeException>(() => state.Step(new StepInput { Tokens = [1, -1], Candidates = 1 }, output));
        Assert.Throws<ArgumentOutOfRangeException>(() => state.Step(new StepInput { Tokens = [1, 1], Candidates = 701 }, output));
        Assert.Throws<ArgumentOutOfRangeException>(() => state.Step(new StepInput { Tokens = [1, 1], Candidates = 1, Forced = [0, 700] }, output));
        Assert.Throws<ArgumentException>(() => state.Step(new StepInput { Tokens = [1, 1], Candidates = 1, Banned = [null] }, output));
        Assert.Throws<ArgumentOutOfRangeException>(() => state.Select([2]));
    }

    private static int[] Start(int rows) => [.. Enumerable.Repeat(Model.Config.DecoderStartId, rows)];

    private static (int Id, float LogProbability)[] Step(StepInput input, int threads = 1, RandomModel? model = null)
    {
        model ??= Model;
        using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = threads });
        var random = new Random(1);
        using var state = engine.Encode([.. input.Tokens.Select(_ => model.Sentence(random.Next(2, 9), random))]);
        var output = new StepOutput();
        state.Step(input, output);
        return [.. Enumerable.Range(0, input.Tokens.Length * input.Candidates).Select(i => (output.Ids[i], output.LogProbabilities[i]))];
    }
}
