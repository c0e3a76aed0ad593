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

public sealed class ConsistencyTests
{
    private const double Alpha = 5;

    private static readonly Tokenizer Letters = TokenizerOf(BpeTrainer.Train(
        ["red green blue one two three cat dog"], new BpeTrainerOptions { VocabularySize = 39, ByteFallback = false }));

    private static readonly EncodedPair[] Pairs = [new([5, 6, 7, 0], [7, 6, 5, 0]), new([8, 0], [8, 0]), new([9, 10, 11, 12, 13, 0], [13, 12, 0])];

    [TorchFact]
    public void The_divergence_and_its_gradient_equal_those_of_the_plain_graph()
    {
        using var scope = NewDisposeScope();
        var scores = Learned((Normal(14, 9) * 3).to(ScalarType.Float64));

        var plain = Divergence(scores);
        plain.backward();
        var (divergence, gradient) = Consistency.Of(scores.log_softmax(-1));

        Assert.Equal(plain.item<double>(), divergence.item<double>(), 1e-12);
        Assert.All(Values(gradient).Zip(Values(scores.grad!)), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
    }

    [TorchFact]
    public void Predictions_that_are_equal_are_no_distance_apart_and_pull_nowhere()
    {
        using var scope = NewDisposeScope();
        var scores = Normal(5, 9).repeat_interleave(2, dim: 0) * 20;

        var (divergence, gradient) = Consistency.Of(scores.log_softmax(-1));

        Assert.Equal(0, divergence.item<float>());
        Assert.All(Values(gradient.to(ScalarType.Float64)), value => Assert.Equal(0, value));
    }

    [TorchTheory]
    [InlineData(7, 0.1)]
    [InlineData(7, 0.0)]
    [InlineData(30_000, 0.1)]   // two chunks, for which an odd number of rows would be room
    public void The_loss_of_two_passes_and_its_gradients_equal_the_papers_in_doubles(int tokens, double smoothing)
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(Config("transformer", dropout: 0.1));
        var (hidden, batch) = TwoPasses(tokens, network);
        var (weight, bias) = network.OutputLayer;
        var exact = new[] { hidden, weight, bias }.Select(held => Learned(held.detach().to(ScalarType.Float64))).ToArray();

        var plain = PlainLoss(nn.functional.linear(exact[0], exact[1], exact[2]), batch.TargetOut, smoothing);
        plain.backward();
        var loss = OutputLoss.Backward(network, hidden, batch, smoothing, Alpha);

        Assert.Equal(1, loss / plain.item<double>(), 1e-6);
        AssertClose(exact[0].grad!, hidden.grad!);
        AssertClose(exact[1].grad!, weight.grad!);
        AssertClose(exact[2].grad!, network.named_parameters().Single(named => named.name.EndsWith("final_logits_bias", StringComparison.Ordinal)).parameter.grad!.view(-1));
    }

    [TorchFact]
    public void Pieces_of_two_passes_add_up_to_the_whole()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(Config("transformer", dropout: 0.1));
        var (hidden, batch) = TwoPasses(tokens: 7, network);

        var whole = OutputLoss.Backward(network, hidden, batch, smoothing: 0.1, Alpha);
        var expected = hidden.grad!.clone();
        hidden.grad!.zero_();
        var cut = Piece(0, 6) + Piece(6, 8);

        Assert.Equal(whole, cut, 1e-6);
        AssertClose(expected, hidden.grad!);

        double Piece(long start, long length)
        {
            var part = new Batch
            {
                Source = batch.Source, SourceLengths = batch.SourceLengths, Places = batch.Places, TargetOut = batch.TargetOut.narrow(0, start, length), AllTokens = batch.AllTokens,
            };
            return OutputLoss.Backward(network, hidden.narrow(0, start, length), part, smoothing: 0.1, Alpha);
        }
    }

    [TorchTheory]
    [InlineData("transformer")]
    [InlineData("gru")]
    [InlineData("conv")]
    [InlineData("prefix")]
    [InlineData("masked")]
    public void Both_passes_of_a_batch_are_judged_by_the_same_tokens_side_by_side(string family)
    {
        using var scope = NewDisposeScope();
        var (config, objective) = (Config(family, dropout: 0), Objective(family, forced: 1));
        using var network = NetworkFactory.Create(config);
        using var batch = objective.Prepare(Pairs, step: 1, CPU);

        var once = objective.Outputs(network, batch);                                      // [N,D]
        var twice = batch.Twice();
        var outputs = objective.Outputs(network, twice).view(-1, 2, config.Width);         // [N,2,D]

        AssertClose(once.to(ScalarType.Float64), outputs.select(1, 0));
        AssertClose(once.to(ScalarType.Float64), outputs.select(1, 1));
        Assert.Equal(2 * batch.AllTokens, twice.AllTokens);
    }

    [TorchTheory]
    [InlineData("transformer", 1.0, 1)]
    [InlineData("transformer", 0.5, 3)]
    [InlineData("gru", 0.5, 1)]
    [InlineData("prefix", 1.0, 2)]
    public void Without_dropout_an_update_is_that_of_one_pass(string family, double forced, int pieces)
    {
        var (once, twice) = (Updated(0), Updated(Alpha));

        Assert.Equal(once.Report.Loss, twice.Report.Loss, 1e-5);
        Assert.Equal(once.Report.GradientNorm, twice.Report.GradientNorm, 1e-4);
        Assert.Equal(once.Report.Tokens, twice.Report.Tokens);
        Assert.All(once.Moments.Zip(twice.Moments), pair => Assert.Equal(pair.First, pair.Second, 1e-6));

        (StepReport Report, double[] Moments) Updated(double consistency)
        {
            using var scope = NewDisposeScope();
            manual_seed(4);
            using var network = NetworkFactory.Create(Config(family, dropout: 0));
            using var adam = new Adam(network.named_parameters());
            var recipe = new Recipe { Training = new OptimizationRecipe { Consistency = consistency, Accumulate = pieces } };
            using var step = new TrainingStep(network, Objective(family, forced), adam, recipe, new OneRank());
            using var batch = Objective(family, forced).Prepare(Pairs, step: 1, CPU);
            return (step.Run(1, batch), [.. adam.State.SelectMany(named => Values(named.Tensor.to(ScalarType.Float64)))]);
        }
    }

    [TorchTheory]
    [InlineData("fp32", 1)]
    [InlineData("bf16", 2)]
    public void A_run_learns_to_say_the_same_through_any_dropout_and_counts_its_tokens_once(string precision, int pieces)
    {
        using var task = new TinyTask(pairs: 100);

        var (free, freeTokens) = Trained(0);
        var (held, heldTokens) = Trained(Alpha);

        Assert.True(held < 0.6 * free, $"{held} nats apart, {free} without consistency");
        Assert.Equal(freeTokens, heldTokens);

        (double Apart, long Tokens) Trained(double consistency)
        {
            var recipe = task.Recipe("transformer", $"{precision}-{consistency}");
            recipe = recipe with
            {
                Model = recipe.Model with { Dropout = 0.3 },
                Data = recipe.Data with { Valid = [] },
                Training = recipe.Training with { Steps = 60, LearningRate = 0.005, Consistency = consistency, Precision = precision, Accumulate = pieces, AverageDecay = 0 },
            };
            using var run = new TrainingRun(recipe, new RecordedProgress());
            var tokens = run.Train(CancellationToken.None).Tokens;
            return (Apart(run.Network), tokens);
        }
    }

    /// <summary>Nats that two passes of a token are apart on average, by the paper's half of both divergences.</summary>
    private static double Apart(Seq2SeqNetwork network)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        manual_seed(5);
        network.train();
        var objective = Objective("transformer", forced: 1);
        var batch = objective.Prepare([.. Enumerable.Repeat(Pairs, 20).SelectMany(pairs => pairs)], step: 1, CPU);
        var scores = network.Project(objective.Outputs(network, batch.Twice()));
        return Divergence(scores).item<float>() / 2 / batch.Tokens;
    }

    /// <summary>Half of equation 4 of the paper, per token.</summary>
    private static Tensor PlainLoss(Tensor scores, Tensor targets, double smoothing) =>
        nn.functional.cross_entropy(scores, targets, label_smoothing: smoothing) + (Divergence(scores) * (Alpha / 4) / (targets.shape[0] / 2));

    /// <summary>KL(p‖q) + KL(q‖p) of neighbours, summed.</summary>
    private static Tensor Divergence(Tensor scores)
    {
        var logs = scores.log_softmax(-1).view(-1, 2, scores.shape[1]);
        var (p, q) = (logs.select(1, 0), logs.select(1, 1));
        return (p.exp() * (p - q)).sum() + (q.exp() * (q - p)).sum();
    }

    /// <summary>Outputs of some network for two passes of so many tokens.</summary>
    private static (Tensor Hidden, Batch Batch) TwoPasses(int tokens, Seq2SeqNetwork network)
    {
        var random = new Random(1);
        var once = new Batch
        {
            Source = zeros([1, 1], ScalarType.Int64), SourceLengths = [1], Places = arange(tokens),
            TargetOut = tensor([.. Enumerable.Range(0, tokens).Select(_ => random.NextInt64(network.Config.VocabularySize))]),
        };
        return (Learned(Normal(2 * tokens, network.Config.Width)), once.Twice());
    }

    private static Tensor Normal(int rows, int columns)
    {
        var random = new Random(2);
        return tensor([.. Enumerable.Range(0, rows * columns).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))], [rows, columns]);
    }

    private static Tensor Learned(Tensor leaf)
    {
        leaf.requires_grad = true;
        return leaf;
    }

    private static Objective Objective(string family, double forced) => family == "masked"
        ? new MaskedLanguage(new SpecialIds(Letters.PadId, Letters.PadId, Letters.UnknownId, new HashSet<int> { Letters.EosId, Letters.PadId }, Letters.VocabularySize), seed: 1)
        : new Translation(Letters.PadId, Letters.PadId) { Forcing = new TeacherForcing(new TeacherForcingRecipe { Ratio = forced }) };

    private static ModelConfig Config(string family, double dropout) => ModelConfigs.Describe(
        TinyModels.Of(family) with { MaxPositions = 32, Dropout = dropout }, Letters);

    private static Tokenizer TokenizerOf(SentencePieceModel model) => new(model, model, Vocabulary.From(model));

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        var (wanted, got) = (Values(expected.to(ScalarType.Float64)), Values(actual.to(ScalarType.Float64)));
        var largest = wanted.Max(Math.Abs);
        Assert.Equal(wanted.Length, got.Length);
        Assert.InRange(wanted.Zip(got, (one, two) => Math.Abs(one - two)).Max() / largest, 0, 1e-5);
    }

    private static double[] Values(Tensor tensor) => tensor.contiguous().data<double>().ToArray();
}
