using System.Runtime.InteropServices;
using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Fitting;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Tests.Fitting;

public sealed class FittedBatchTests
{
    private const long Mebibyte = 1 << 20;

    private static readonly Recipe Recipe = new() { Data = new DataRecipe { MaxTokens = 64 }, Training = new OptimizationRecipe { FitMemoryMegabytes = 50 } };

    [Fact]
    public void The_longest_sentences_and_short_ones_must_fit()
    {
        var memory = new Memory((rows, length) => (rows * length * 10_000L) + (rows * 100_000L));   // short ones have more rows
        var lines = new List<string>();

        var fit = FittedBatch.Find(Recipe, null, new OneRank(), memory.Rehearse, memory.PeakOf, lines.Add)!;

        Assert.Equal(50, fit.Megabytes);
        Assert.InRange((fit.Tokens * 10_000L) + (fit.Tokens / 4 * 100_000L), 25 * Mebibyte * 7 / 9, 25 * Mebibyte);
        Assert.Equal([64, 16, 4, 2], memory.Lengths.Distinct().OrderDescending());
        Assert.Matches("^Batches of [0-9,]+ padded tokens: one takes 2[0-5] of 50 MiB beside the weights$", Assert.Single(lines));
    }

    [Fact]
    public void A_run_that_goes_on_measures_nothing_unless_its_memory_has_changed()
    {
        var memory = new Memory((rows, length) => rows * length * 1000L);
        var before = new FittedBatch(50, 777);

        Assert.Same(before, FittedBatch.Find(Recipe, before, new OneRank(), memory.Rehearse, memory.PeakOf, _ => { }));
        Assert.Null(FittedBatch.Find(Recipe with { Training = new OptimizationRecipe() }, before, new OneRank(), memory.Rehearse, memory.PeakOf, _ => { }));
        Assert.Empty(memory.Lengths);
        Assert.NotEqual(777, FittedBatch.Find(Recipe, before with { Megabytes = 60 }, new OneRank(), memory.Rehearse, memory.PeakOf, _ => { })!.Tokens);
    }

    [Fact]
    public void The_process_with_the_least_room_decides_for_all()
    {
        var memory = new Memory((rows, length) => rows * length * 1000L);
        var tight = new Neighbour(() => memory.Last > 600);

        var fit = FittedBatch.Find(Recipe, null, tight, memory.Rehearse, memory.PeakOf, _ => { })!;

        Assert.InRange(fit.Tokens, 600 * 8 / 9, 600);
    }

    [Fact]
    public void A_memory_that_holds_no_sentence_is_refused_by_name()
    {
        var memory = new Memory((rows, length) => 51 * Mebibyte * (length / 64));

        var error = Assert.Throws<RecipeException>(() => FittedBatch.Find(Recipe, null, new OneRank(), memory.Rehearse, memory.PeakOf, _ => { }));

        Assert.Equal("training:fitMemoryMegabytes: 50 MiB of memory are too little for one sentence of data:maxTokens (64). Allow more, or shorten what is learned from.", error.Message);
    }

    [Fact]
    public void On_a_gpu_it_is_refused()
    {
        var error = Assert.Throws<RecipeException>(() => RecipeCheck.Require(Recipe with { Training = Recipe.Training with { Device = "cuda" } }));

        Assert.Contains("training:fitMemoryMegabytes: what a batch takes of a GPU's memory", error.Message, StringComparison.Ordinal);
    }

    [TorchTheory]
    [InlineData("gru", 2)]
    [InlineData("masked", 1)]
    public void A_fitted_run_learns_what_one_with_these_batches_does_and_goes_on_with_them(string family, int accumulate)
    {
        using var task = new TinyTask(pairs: 400);
        var (fitted, plain) = (WithoutValidation(task.Recipe(family, "fitted")), WithoutValidation(task.Recipe(family, "plain")));
        fitted = fitted with { Training = fitted.Training with { FitMemoryMegabytes = 16, Accumulate = accumulate } };

        Run(fitted with { Training = fitted.Training with { Steps = 2 } });
        var found = Position(fitted).Fit!;
        Run(fitted);
        plain = plain with { Training = plain.Training with { BatchTokens = found.Tokens, Accumulate = accumulate } };
        Run(plain);

        Assert.Equal(16, found.Megabytes);
        Assert.InRange(found.Tokens, 64, 1 << 20);
        Assert.Equal(found, Position(fitted).Fit);
        Assert.Equal(Saved(plain), Saved(fitted));
    }

    [Fact]
    public void The_peak_of_a_work_is_seen_and_forgotten()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere a peak is never forgotten.");
        var before = ResidentPeak.Of(() => { });

        var large = ResidentPeak.Of(() => Touch(200 * Mebibyte));

        Assert.InRange(large - before, 150 * Mebibyte, 400 * Mebibyte);
        Assert.True(ResidentPeak.Of(() => { }) < large - (100 * Mebibyte));
    }

    private static void Touch(long bytes)
    {
        var memory = Marshal.AllocHGlobal((nint)bytes);
        for (var at = 0; at < bytes; at += 4096)
            Marshal.WriteByte(memory, at, 1);
        Marshal.FreeHGlobal(memory);
    }

    private static Recipe WithoutValidation(Recipe recipe) => recipe with { Data = recipe.Data with { Valid = [] } };

    private static void Run(Recipe recipe)
    {
        using var run = new TrainingRun(recipe, new RecordedProgress());
        run.Train(CancellationToken.None);
    }

    private static RunPosition Position(Recipe recipe) => RunState.ReadPosition(new RunDirectory(recipe.Directory))!;

    private static byte[] Saved(Recipe recipe) => File.ReadAllBytes(Path.Combine(recipe.Directory, "state", "tensors.safetensors"));

    /// <summary>A memory of which a formula says what batches take.</summary>
    private sealed class Memory(Func<int, int, long> bytesOf)
    {
        private const long Weights = 300 * Mebibyte;

        private long _taken;

        public List<int> Lengths { get; } = [];

        /// <summary>Tokens of the last batch.</summary>
        public int Last { get; private set; }

        public void Rehearse(int rows, int length)
        {
            Lengths.Add(length);
            (Last, _taken) = (rows * length, length == 2 ? 0 : bytesOf(rows, length));
        }

        public long PeakOf(Action work)
        {
            work();
            return Weights + _taken;
        }
    }

    /// <summary>One of two processes, of which the other one has less room.</summary>
    private sealed class Neighbour(Func<bool> isFull) : IRanks
    {
        public RankPlace Place => RankPlace.Alone;

        public bool Any(bool value) => value || isFull();

        public T FirstSays<T>(Func<T> work) => throw new NotSupportedException();

        public double Sum(double value) => throw new NotSupportedException();

        public void Share(IEnumerable<Tensor> tensors) => throw new NotSupportedException();

        public IGradientSum Follow(IReadOnlyList<Parameter> parameters) => throw new NotSupportedException();

        public void Fail(Exception error) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
