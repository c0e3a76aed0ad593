using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Networks;
using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Objectives;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Tests.Optimization;

public sealed class LearningTests
{
    private static readonly EncodedPair[] Pairs = [new([5, 6, 7, 0], [7, 6, 5, 0]), new([8, 0], [8, 0]), new([9, 10, 11, 12, 13, 0], [13, 12, 0])];

    [TorchTheory]
    [InlineData("transformer", true)]
    [InlineData("transformer", false)]
    [InlineData("rnn", true)]
    [InlineData("gru", true)]
    [InlineData("lstm", false)]
    [InlineData("conv", true)]
    [InlineData("lstm-transformer", true)]
    [InlineData("transformer-gru", true)]
    [InlineData("prefix", true)]
    public void Every_parameter_tensor_changes_in_every_epoch(string family, bool tied)
    {
        using var task = new TinyTask(pairs: 60);
        var recipe = task.Recipe(family);
        var config = Config(family) with { TiedOutput = tied };
        var objective = new Translation(config.PadId, config.DecoderStartId);
        using var network = NetworkFactory.Create(config);
        using var adam = new Adam(network.named_parameters());
        using var step = new TrainingStep(network, objective, adam, recipe, new OneRank());

        for (var epoch = 0; epoch < 3; epoch++)
        {
            var before = NetworkWeights.Copy(network).ToDictionary(named => named.Name, named => named.Tensor.Values);
            using var batch = objective.Prepare(Pairs, step: 1, CPU);
            step.Run(epoch + 1, batch);

            var unchanged = NetworkWeights.Copy(network).Where(named => named.Tensor.Values.SequenceEqual(before[named.Name]));
            Assert.Empty(unchanged.Select(named => named.Name));
        }
    }

    [TorchTheory]
    [InlineData("transformer", 2)]
    [InlineData("gru", 3)]
    [InlineData("prefix", 5)]
    public void Pieces_of_a_batch_have_its_loss_its_norm_and_its_gradients(string family, int pieces)
    {
        using var task = new TinyTask(pairs: 60);
        var config = Config(family) with { Dropout = 0 };
        var (whole, cut) = (Learned(1), Learned(pieces));

        Assert.Equal(whole.Report.Loss, cut.Report.Loss, 1e-5);
        Assert.Equal(whole.Report.GradientNorm, cut.Report.GradientNorm, 1e-4);
        Assert.Equal(whole.Report.Tokens, cut.Report.Tokens);
        Assert.All(whole.Moments.Zip(cut.Moments), pair => Assert.Equal(pair.First, pair.Second, 1e-6));   // a tenth of the gradient

        (StepReport Report, float[] Moments) Learned(int accumulate)
        {
            var objective = new Translation(config.PadId, config.DecoderStartId);
            var recipe = task.Recipe(family);
            manual_seed(3);
            using var network = NetworkFactory.Create(config);
            using var adam = new Adam(network.named_parameters());
            using var step = new TrainingStep(network, objective, adam, recipe with { Training = recipe.Training with { Accumulate = accumulate } }, new OneRank());
            using var batch = objective.Prepare(Pairs, step: 1, CPU);
            var report = step.Run(1, batch);
            return (report, [.. adam.State.SelectMany(named => named.Tensor.data<float>().ToArray())]);
        }
    }

    [TorchTheory]
    [InlineData("transformer", true, 0.1)]
    [InlineData("transformer", false, 0.0)]
    [InlineData("gru", true, 0.1)]
    [InlineData("conv", false, 0.1)]
    [InlineData("prefix", true, 0.1)]
    public void The_chunked_loss_and_its_gradients_equal_those_of_the_plain_graph(string family, bool tied, double smoothing)
    {
        var config = Config(family) with { TiedOutput = tied, Dropout = 0 };
        var objective = new Translation(config.PadId, config.DecoderStartId);
        using var network = NetworkFactory.Create(config);
        using var batch = objective.Prepare(Pairs, step: 1, CPU);

        var plain = objective.Loss(network, batch, smoothing);
        plain.backward();
        var expected = Gradients(network);
        network.zero_grad();
        var loss = OutputLoss.Backward(network, objective.Outputs(network, batch), batch, smoothing);

        Assert.Equal(plain.item<float>(), loss, 1e-5);
        foreach (var (name, gradient) in Gradients(network))
            Assert.All(gradient.Zip(expected[name]), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
    }

    [TorchFact]
    public void The_chunked_loss_without_gradients_equals_that_of_the_whole()
    {
        const int tokens = 1000;
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(Config("transformer") with { VocabularySize = 5000 });   // 419 rows a chunk
        var hidden = nn.init.normal_(zeros(tokens, 32));                                   // [N,D]
        var targets = tensor([.. Enumerable.Range(0, tokens).Select(i => 4L * i)]);        // [N]

        var whole = nn.functional.cross_entropy(network.Project(hidden), targets).item<float>();

        Assert.Equal(whole, OutputLoss.Sum(network, hidden, targets) / tokens, 1e-6 * whole);
    }

    [TorchFact]
    public void Updates_that_overflowed_do_not_count_where_Adam_corrects_its_moments()
    {
        using var task = new TinyTask(pairs: 60);
        var recipe = task.Recipe("transformer");
        recipe = recipe with { Training = recipe.Training with { LossScale = Math.ScaleB(1, 67) } };   // in fp32 the square of such a gradient is infinite
        var config = Config("transformer");
        var objective = new Translation(config.PadId, config.DecoderStartId);
        using var network = NetworkFactory.Create(config);
        using var adam = new Adam(network.named_parameters());
        using var step = new TrainingStep(network, objective, adam, recipe, new OneRank());
        using var batch = objective.Prepare(Pairs, step: 1, CPU);
        var before = Weights(network);

        var update = 1;
        for (; !step.Run(update, batch).Applied; update++)
            Assert.Equal(0, step.Applied);

        var change = Weights(network).Zip(before, (after, first) => Math.Abs(after - (double)first)).Max();
        var rate = new LearningRate(recipe.Training).At(update);
        Assert.InRange(update, 2, 60);
        Assert.Equal(1, step.Applied);
        Assert.Equal(rate, change, rate / 100);   // a first update is as large as the rate, whatever the gradient

        static float[] Weights(Seq2SeqNetwork network) => [.. NetworkWeights.Copy(network).SelectMany(named => named.Tensor.Values)];
    }

    [TorchFact]
    public void A_gradient_that_is_not_finite_changes_nothing()
    {
        var config = Config("transformer");
        var objective = new Translation(config.PadId, config.DecoderStartId);
        using var network = NetworkFactory.Create(config);
        using var adam = new Adam(network.named_parameters());
        using (no_grad())
            network.parameters().First().fill_((Scalar)float.NaN);
        var before = NetworkWeights.Copy(network).Skip(1).ToDictionary(named => named.Name, named => named.Tensor.Values);
        using var batch = objective.Prepare(Pairs, step: 1, CPU);

        using var step = new TrainingStep(network, objective, adam, new Recipe(), new OneRank());
        var report = step.Run(1, batch);

        Assert.False(report.Applied);
        Assert.All(before, named => Assert.Equal(named.Value, NetworkWeights.Copy(network.state_dict()[named.Key]).Values));
    }

    [TorchFact]
    public void Too_many_bad_updates_in_a_row_end_the_run_with_advice()
    {
        using var task = new TinyTask(pairs: 60);
        var recipe = task.Recipe("transformer");
        recipe = recipe with { Training = recipe.Training with { LearningRate = 1, ClipNorm = 0, WarmupSteps = 1, Steps = 0, Epochs = 1000, MaxBadSteps = 1 } };
        TrainingRun? run = null;
        using var poisoned = run = new TrainingRun(recipe, new RecordedProgress { OnStep = Poison });

        var error = Assert.Throws<RecipeException>(() => run.Train(CancellationToken.None));

        Assert.Contains("learningRate", error.Message, StringComparison.Ordinal);

        void Poison(RunPosition position)
        {
            using var still = no_grad();
            run!.Network.parameters().First().fill_((Scalar)float.NaN);
        }
    }

    private static ModelConfig Config(string family) => ModelConfigs.Describe(
        TinyModels.Of(family) with { MaxPositions = 32 },
        new Tokenizer(Tiny.Model, Tiny.Model, Vocabulary.From(Tiny.Model)));

    private static Dictionary<string, float[]> Gradients(nn.Module network) =>
        network.named_parameters().ToDictionary(named => named.name, named => NetworkWeights.Copy(named.parameter.grad ?? zeros_like(named.parameter)).Values);

    private static class Tiny
    {
        public static SentencePieceModel Model { get; } = BpeTrainer.Train(
            ["red green blue one two three cat dog"], new BpeTrainerOptions { VocabularySize = 40, ByteFallback = false });
    }
}
