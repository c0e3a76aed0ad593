using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Watching.Alarms;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Tests.Optimization;

public sealed class LossScaleTests
{
    /// <summary>In fp32 the square of such a gradient is infinite.</summary>
    private static readonly double TooLarge = Math.ScaleB(1, 67);

    [Fact]
    public void It_begins_at_2_to_the_16th_and_is_halved_at_once()
    {
        var scale = new LossScale();

        Assert.Equal(65_536, scale.Factor);
        Assert.Equal(new LossScale { Factor = 32_768 }, (scale with { GoodUpdates = 1999 }).After(isFinite: false));
    }

    [Fact]
    public void It_is_doubled_after_2000_good_updates_in_a_row_and_no_sooner()
    {
        var scale = new LossScale();
        for (var update = 1; update < LossScale.Patience; update++)
            scale = scale.After(isFinite: true);

        Assert.Equal(new LossScale { GoodUpdates = 1999 }, scale);
        Assert.Equal(new LossScale { Factor = 131_072 }, scale.After(isFinite: true));
    }

    [Fact]
    public void Whatever_comes_it_stays_a_power_of_two_of_at_least_1_and_below_twice_what_overflows()
    {
        var random = new Random(5);
        for (var run = 0; run < 20; run++)
        {
            var (scale, limit) = (new LossScale(), Math.ScaleB(1, random.Next(0, 24)));
            for (var update = 0; update < 20_000; update++)
            {
                scale = scale.After(isFinite: scale.Factor <= limit && random.Next(5000) > 0);

                Assert.True(double.IsPow2(scale.Factor) && scale is { Factor: >= LossScale.Least, GoodUpdates: >= 0 and < LossScale.Patience });
                Assert.True(scale.Factor <= Math.Max(2 * limit, 65_536));
            }
        }
    }

    [TorchTheory]
    [InlineData("transformer", 1)]
    [InlineData("gru", 2)]
    public void A_power_of_two_changes_no_bit_of_what_a_run_in_fp32_learns(string family, int accumulate)
    {
        using var task = new TinyTask(pairs: 100);
        var (plain, scaled) = (Recipe(task, family, "plain", null), Recipe(task, family, "scaled", 1024));
        (plain, scaled) = (WithPieces(plain, accumulate), WithPieces(scaled, accumulate));

        var reports = Run(plain);

        Assert.Equal(reports.Select(Figures), Run(scaled).Select(Figures));
        Assert.Equal(Saved(plain), Saved(scaled));
        Assert.Equal(new LossScale { Factor = 1024, GoodUpdates = 6 }, Position(scaled).LossScale);
        Assert.Null(Position(plain).LossScale);
    }

    [TorchFact]
    public void Overflows_are_skipped_without_alarm_until_the_scale_fits_and_a_resumed_run_goes_on_with_it_bit_for_bit()
    {
        using var task = new TinyTask(pairs: 100);
        var (whole, parts) = (Recipe(task, "transformer", "whole", TooLarge), Recipe(task, "transformer", "parts", TooLarge));

        var straight = Run(whole);
        var before = Run(parts with { Training = parts.Training with { Steps = 2 } });
        Assert.Equal(TooLarge / 4, Position(parts).LossScale!.Factor);
        var after = Run(parts);

        Assert.All(straight.Take(2), report => Assert.True(report is { Applied: false, IsRescaled: true }));
        Assert.True(straight[^1].Applied);
        Assert.Empty(straight.SelectMany((report, i) => LossAlarms.Updated(i + 1, report)));
        Assert.Equal(straight.Select(Figures), before.Concat(after).Select(Figures));
        Assert.Equal(Saved(whole), Saved(parts));
        Assert.Equal(Position(whole).LossScale, Position(parts).LossScale);
        Assert.Equal([straight.Count(report => report.Applied)], new[] { whole, parts }.Select(run => Position(run).Applied!.Value).Distinct());
        Assert.InRange(Position(whole).LossScale!.Factor, 2, TooLarge / 8);
    }

    [TorchFact]
    public void What_overflows_at_the_least_scale_is_a_bad_update()
    {
        using var task = new TinyTask(pairs: 60);
        var progress = new RecordedProgress();
        using var run = new TrainingRun(Endless(Recipe(task, "transformer", "run", 4)), progress, new Overflowing());

        Assert.Throws<RecipeException>(() => run.Train(CancellationToken.None));

        Assert.All(progress.Steps, step => Assert.True(!step.Applied && double.IsFinite(step.Loss)));
        Assert.Equal([true, true, false, false], progress.Steps.Select(step => step.IsRescaled));
    }

    [TorchFact]
    public void A_loss_that_is_not_finite_is_a_bad_update_at_any_scale_and_leaves_the_scale_as_it_was()
    {
        using var task = new TinyTask(pairs: 60);
        TrainingRun? run = null;
        var scales = new List<LossScale?>();
        var progress = new RecordedProgress { OnStep = position => Poison(position) };
        using var poisoned = run = new TrainingRun(Endless(Recipe(task, "transformer", "run", 4)), progress);

        Assert.Throws<RecipeException>(() => run.Train(CancellationToken.None));

        Assert.Equal([true, false, false], progress.Steps.Select(step => step.Applied));
        Assert.All(progress.Steps, step => Assert.False(step.IsRescaled));
        Assert.Equal([0, 1, 1], progress.Steps.Select((step, i) => LossAlarms.Updated(i + 1, step).Count(alarm => alarm.Kind == AlarmKind.NotFinite)));
        Assert.All(scales, scale => Assert.Equal(new LossScale { Factor = 4, GoodUpdates = 1 }, scale));

        void Poison(RunPosition position)
        {
            scales.Add(position.LossScale);
            using var still = no_grad();
            run!.Network.parameters().First().fill_((TorchSharp.Scalar)float.NaN);
        }
    }

    [TorchFact]
    public void Products_in_fp16_learn_where_the_device_has_them_and_are_refused_in_words_where_not()
    {
        using var task = new TinyTask(pairs: 60);
        var recipe = Recipe(task, "transformer", "run", null);
        recipe = recipe with { Training = recipe.Training with { Precision = "fp16" } };

        if (Record.Exception(() => Products.Require("fp16", "cpu")) is null)
            Assert.True(Run(recipe)[^1].Applied && Position(recipe).LossScale is not null);
        else
            Assert.Matches("^training:precision: libtorch .* has no fp16 products on cpu .*; choose bf16 or fp32\\.$", Assert.Throws<RecipeException>(() => Run(recipe)).Message);
    }

    private static Recipe Recipe(TinyTask task, string family, string run, double? scale)
    {
        var recipe = task.Recipe(family, run);
        return recipe with { Data = recipe.Data with { Valid = [] }, Training = recipe.Training with { LossScale = scale } };
    }

    /// <summary>It ends by its second bad update in a row.</summary>
    private static Recipe Endless(Recipe recipe) => recipe with { Training = recipe.Training with { Steps = 0, Epochs = 1000, MaxBadSteps = 2 } };

    private static Recipe WithPieces(Recipe recipe, int accumulate) => recipe with { Training = recipe.Training with { Accumulate = accumulate } };

    private static (double Loss, double Norm, bool Applied) Figures(StepReport report) => (report.Loss, report.GradientNorm, report.Applied);

    private static List<StepReport> Run(Recipe recipe)
    {
        var progress = new RecordedProgress();
        using var run = new TrainingRun(recipe, progress);
        run.Train(CancellationToken.None);
        return progress.Steps;
    }

    private static RunPosition Position(Recipe recipe) => RunState.ReadPosition(new RunDirectory(recipe.Directory))!;

    private static byte[] Saved(Recipe recipe) => File.ReadAllBytes(Path.Combine(recipe.Directory, "state", "tensors.safetensors"));

    /// <summary>A process in which every gradient overflows, and no loss.</summary>
    private sealed class Overflowing : IRanks, IGradientSum
    {
        private IReadOnlyList<Parameter> _parameters = [];

        public RankPlace Place => RankPlace.Alone;

        public T FirstSays<T>(Func<T> work) => work();

        public bool Any(bool value) => value;

        public double Sum(double value) => value;

        public void Share(IEnumerable<Tensor> tensors)
        {
        }

        public IGradientSum Follow(IReadOnlyList<Parameter> parameters)
        {
            _parameters = parameters;
            return this;
        }

        public void Begin()
        {
        }

        public void Finish() => _parameters[0].grad!.fill_((TorchSharp.Scalar)float.PositiveInfinity);

        public void Fail(Exception error)
        {
        }

        public void Dispose()
        {
        }
    }
}
