using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Engines.Torch;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;
using Seq2SeqService.Torch.Tests;

namespace Seq2SeqService.Inference.Tests.Engines.Torch;

/// <summary>Same checkpoint, same answer: the CPU engine against the networks in libtorch.</summary>
public sealed class EngineParityTests
{
    public static TheoryData<string> Transformers =>
        [.. SmallModels.All.Where(named => named.Value.ModelType == ModelConfig.Marian).Select(named => named.Key)];

    [TorchTheory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void Both_engines_give_the_same_log_probabilities_and_attention(string name) =>
        Compare(RandomModel.Of(SmallModels.All[name]), SmallModels.All[name]);

    [TorchFact]
    public void Both_use_the_positions_that_a_checkpoint_stores()
    {
        var model = RandomModel.Of(SmallModels.Transformer);
        foreach (var side in (string[])["encoder", "decoder"])
        {
            var values = Enumerable.Range(0, model.Config.MaxPositions * model.Config.Width).Select(i => (float)Math.Sin(i * side.Length)).ToArray();
            model.Tensors.Add($"model.{side}.embed_positions.weight", new([model.Config.MaxPositions, model.Config.Width], values));
        }

        Compare(model, model.Config);
    }

    /// <summary>The first layers of a network are a network: each depth in turn shows in which layer the engines would part.</summary>
    [TorchTheory]
    [MemberData(nameof(Transformers))]
    public void They_agree_layer_by_layer(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name]);
        for (var encoder = 1; encoder <= model.Config.EncoderLayers; encoder++)
        {
            for (var decoder = 1; decoder <= model.Config.DecoderLayers; decoder++)
                Compare(model, model.Config with { EncoderLayers = encoder, DecoderLayers = decoder });
        }
    }

    [TorchTheory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void They_agree_after_rows_were_moved_dropped_doubled_and_joined(string name) => CompareMoving(RandomModel.Of(SmallModels.All[name]));

    [TorchFact]
    public void They_agree_on_random_members_of_the_family()
    {
        for (var seed = 0; seed < RandomMembers.Enough; seed++)
            CompareMoving(RandomModel.Of(RandomMembers.Of(seed), seed));
    }

    [TorchFact]
    public void They_ban_and_force_the_same_tokens()
    {
        var model = RandomModel.Of(SmallModels.Transformer);
        var random = new Random(5);
        int[][] sources = [model.Sentence(4, random), model.Sentence(6, random)];
        using var cpu = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1 });
        using var torch = new TorchEngine(model.Config, model.Weights);
        var input = new StepInput
        {
            Tokens = [model.Config.DecoderStartId, model.Config.DecoderStartId], Candidates = 3, Banned = [[1, 2, 3, 4], null], Forced = [-1, 7],
        };

        var (left, right) = (Run(cpu.Encode(sources), input), Run(torch.Encode(sources), input));

        Assert.Equal(left.Ids[..6], right.Ids[..6]);
        Assert.DoesNotContain(left.Ids[..3], id => id is >= 1 and <= 4);
        Assert.Equal(7, left.Ids[3]);
        Assert.Equal(left.LogProbabilities[3], right.LogProbabilities[3], 1e-4);
    }

    private static StepOutput Run(IDecodingState state, StepInput input)
    {
        using var rows = state;
        var output = new StepOutput();
        rows.Step(input, output);
        return output;
    }

    private static void Compare(RandomModel model, ModelConfig config)
    {
        var random = new Random(3);
        int[][] sources = [model.Sentence(5, random), model.Sentence(1, random), model.Sentence(14, random)];
        using var cpu = new CpuEngine(config, model.Weights, new CpuEngineOptions { Threads = 1 });
        using var torch = new TorchEngine(config, model.Weights);
        using var states = StatePair.Encode((torch, cpu), sources, config.VocabularySize);
        for (var step = 0; step < 5; step++)
            states.Step(random);
    }

    private static void CompareMoving(RandomModel model)
    {
        var random = new Random(11);
        int[][] first = [model.Sentence(4, random), model.Sentence(9, random), model.Sentence(2, random)];
        int[][] late = [model.Sentence(12, random)];
        using var cpu = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = 1 });
        using var torch = new TorchEngine(model.Config, model.Weights);
        using var states = StatePair.Encode((torch, cpu), first, model.Config.VocabularySize);
        using var joining = StatePair.Encode((torch, cpu), late, model.Config.VocabularySize);

        states.Step(random);
        states.Select(2, 0, 0);
        states.Step(random);
        joining.Step(random);
        states.Append(joining);
        states.Step(random);
        states.Select(3, 1);
        states.Step(random);
    }
}
