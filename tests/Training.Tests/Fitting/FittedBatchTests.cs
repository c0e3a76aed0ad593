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

        var fit = FittedBatch.Find(Recipe, null, new OneRank(), memory.PeakOf, lines.Add, CancellationToken.None)!;

        Assert.Equal(50, fit.Megabytes);
        Assert.InRange((fit.Tokens * 10_000L) + (fit.Tokens / 4 * 100_000L), 25 * Mebibyte * 7 / 9, 25 * Mebibyte);
        Assert.Equal([64, 16, 4, 2], memory.Lengths.Distinct().OrderDescending());
        Assert.Equal("Trying which batches fit into 50 MiB; large ones take minutes", lines[0]);
        Assert.Matches("^Batches of [0-9,]+ padded tokens: one takes 2[0-5] of 50 MiB beside the weights$", lines[1]);
        Assert.Equal(2, lines.Count);
    }

    [Fact]
    public void A_run_that_goes_on_measures_nothing_unless_its_memory_has_changed()
    {
        var memory = new Memory((rows, length) => rows * length * 1000L);
        var before = new FittedBatch(50, 1777);
        var lines = new List<string>();

        Assert.Same(before, FittedBatch.Find(Recipe, before, new OneRank(), memory.PeakOf, lines.Add, CancellationToken.None));
        Assert.Equal("Batches of 1,777 padded tokens, as found when the run began", Assert.Single(lines));
        Assert.Null(FittedBatch.Find(Recipe with { Training = new OptimizationRecipe() }, before, new OneRank(), memory.PeakOf, _ => { }, CancellationToken.None));
        Assert.Empty(memory.Lengths);
        Assert.NotEqual(1777, FittedBatch.Find(Recipe, before with { Megabytes = 60 }, new OneRank(), memory.PeakOf, _ => { }, CancellationToken.None)!.Tokens);
    }

    [Fact]
    public void The_process_with_the_least_room_decides_for_all()
    {
        var memory = new Memory((rows, length) => rows * length * 1000L);
        var tight = new Neighbour { IsFull = () => memory.TakeLast() > 600 };

        var fit = FittedBatch.Find(Recipe, null, tight, memory.PeakOf, _ => { }, CancellationToken.None)!;

        Assert.InRange(fit.Tokens, 600 * 8 / 9, 600);
    }

    [Fact]
    public void A_memory_that_holds_no_sentence_is_refused_by_name()
    {
        var memory = new Memory((rows, length) => 51 * Mebibyte * (length / 64));

        var error = Assert.Throws<RecipeException>(() => FittedBatch.Find(Recipe, null, new OneRank(), memory.PeakOf, _ => { }, CancellationToken.None));

        Assert.Equal("training:fitMemoryMegabytes: 50 MiB of memory are too little for one sentence of data:maxTokens (64). Allow more, or shorten what is learned from.", error.Message);
    }

    [Fact]
    public void Where_the_machine_is_the_bound_the_refusal_says_so_and_does_not_advise_to_allow_more()
    {
        var memory = new Memory((rows, length) => 51 * Mebibyte * (length / 64));
        var crowded = new Neighbour { Place = new RankPlace { LocalSize = (int)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * 0.8 / (320 * Mebibyte)) } };

        var error = Assert.Throws<RecipeException>(() => FittedBatch.Find(Recipe, null, crowded, memory.PeakOf, _ => { }, CancellationToken.None));

        Assert.Matches(@"^training:fitMemoryMegabytes: [0-9]+ MiB of memory, all that this machine or container has beside the weights, are too little for one sentence of data:maxTokens \(64\)\. Start fewer", error.Message);
        Assert.DoesNotContain("Allow more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_holds_its_share_of_the_machine_already_is_refused_by_name()
    {
        var crowd = new RankPlace { LocalSize = 1_000_000 };

        var error = Assert.Throws<RecipeException>(() => LearningMemory.Of(50, 300 * Mebibyte, crowd));

        Assert.Matches("^training:fitMemoryMegabytes: the process holds 300 MiB before it learns, and its share of 80 % of the memory of this machine or container \\([0-9,]+ MiB\\) is no more\\.", error.Message);
        Assert.Equal(new LearningMemory(50 * Mebibyte, false), LearningMemory.Of(50, 0, RankPlace.Alone));
    }

    [Fact]
    public void A_search_that_is_to_stop_tries_no_further_in_any_process()
    {
        using var stop = new CancellationTokenSource();
        var tries = 0;
        var memory = new Memory((rows, length) => ++tries == 9 ? Stopped() : 1);

        Assert.Throws<OperationCanceledException>(() => FittedBatch.Find(Recipe, null, new OneRank(), memory.PeakOf, _ => { }, stop.Token));
        Assert.InRange(tries, 9, 11);   // the lengths of one try are gone through
        Assert.Throws<OperationCanceledException>(() => FittedBatch.Find(Recipe, null, new Neighbour { IsFull = () => true }, memory.PeakOf, _ => { }, CancellationToken.None));

        long Stopped()
        {
            stop.Cancel();
            return 1;
        }
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
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere it is refused.");
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

    [TorchFact]
    public void A_run_that_is_stopped_while_it_fits_ends_as_stopped_and_has_learned_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere it is refused.");
        using var task = new TinyTask(pairs: 60);
        var recipe = WithoutValidation(task.Recipe("gru"));
        using var run = new TrainingRun(recipe with { Training = recipe.Training with { FitMemoryMegabytes = 16 } }, new RecordedProgress());

        var position = run.Train(new CancellationToken(canceled: true));

        Assert.Equal((RunEnd.Stopped, 0), (run.End, position.Step));
        Assert.Null(RunState.ReadPosition(new RunDirectory(recipe.Directory)));
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

        private int _last;

        public List<int> Lengths { get; } = [];

        /// <summary>Tokens of the batch that was tried since this was asked last; 0 where none was.</summary>
        public int TakeLast() => Interlocked.Exchange(ref _last, 0);

        public long PeakOf(int rows, int length)
        {
            Lengths.Add(length);
            _last = rows * length;
            return Weights + (length == 2 ? 0 : bytesOf(rows, length));
        }
    }

    /// <summary>One of two processes, of which the other one has less room.</summary>
    private sealed class Neighbour : IRanks
    {
        public RankPlace Place { get; init; } = RankPlace.Alone;

        public Func<bool> IsFull { get; init; } = () => false;

        public bool Any(bool value) => value || IsFull();

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
