using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using TorchSharp;

namespace Seq2SeqService.Training.Tests.Runs;

public sealed class BatchReaderTests
{
    private static readonly Recipe Recipe = new() { Seed = 3, Training = new OptimizationRecipe { BatchTokens = 16, Epochs = 2 } };

    [TorchFact]
    public void It_gives_the_batches_of_every_portion_and_epoch_in_order()
    {
        using var reader = new BatchReader(Recipe, new Portioned(), Prepare, new RunPosition());

        var seen = Taken(reader);

        Assert.Equal(Expected(), seen);
    }

    [TorchTheory]
    [InlineData(0, 0, 2)]
    [InlineData(0, 1, 0)]
    [InlineData(1, 1, 1)]
    public void It_begins_wherever_a_run_stopped(int epoch, int portion, int batch)
    {
        var before = Enumerable.Range(0, (2 * epoch) + portion).Sum(i => CutPortion.Of(new Portioned(), 16, 3, i / 2, i % 2).Batches.Count) + batch;
        using var reader = new BatchReader(Recipe, new Portioned(), Prepare, new RunPosition { Step = before, Epoch = epoch, Portion = portion, Batch = batch });

        Assert.Equal(Expected().Skip(before), Taken(reader, epoch, portion, batch));
    }

    [TorchFact]
    public void A_failure_is_thrown_where_its_batch_would_have_been_taken()
    {
        using var reader = new BatchReader(Recipe, new Portioned { Broken = 1 }, Prepare, new RunPosition());
        var cut = reader.NextPortion();
        foreach (var _ in cut.Batches)
            reader.NextBatch().Dispose();

        var error = Assert.Throws<RecipeException>(reader.NextPortion);

        Assert.Equal("train.xx:7: broken", error.Message);
    }

    [TorchFact]
    public void It_is_never_more_than_a_few_batches_ahead_and_ends_when_it_is_left()
    {
        var prepared = 0;
        var recipe = Recipe with { Training = Recipe.Training with { Epochs = 0 } };
        using (var reader = new BatchReader(recipe, new Portioned(), Counted, new RunPosition()))
        {
            reader.NextPortion();
            reader.NextBatch().Dispose();
        }

        Assert.InRange(prepared, 1, 7);

        Batch Counted(IReadOnlyList<EncodedPair> pairs, int step)
        {
            Interlocked.Increment(ref prepared);
            return Prepare(pairs, step);
        }
    }

    /// <summary>The number of the update and the first source token of every batch.</summary>
    private static List<(long Step, long Token)> Expected()
    {
        var step = 0;
        return
        [
            .. from number in Enumerable.Range(0, 4)
               let cut = CutPortion.Of(new Portioned(), 16, 3, number / 2, number % 2)
               from batch in cut.Batches
               select ((long)++step, (long)cut.Pairs[batch[0]].Source[0]),
        ];
    }

    private static List<(long Step, long Token)> Taken(BatchReader reader, int epoch = 0, int portion = 0, int batch = 0)
    {
        var seen = new List<(long, long)>();
        for (var number = (2 * epoch) + portion; number < 4; number++, batch = 0)
        {
            for (var left = reader.NextPortion().Batches.Count - batch; left > 0; left--)
            {
                using var taken = reader.NextBatch();
                seen.Add((taken.SourceLengths[0], taken.TargetOut.data<long>()[0]));
            }
        }

        return seen;
    }

    /// <summary>A batch that carries the number of its update and its first token.</summary>
    private static Batch Prepare(IReadOnlyList<EncodedPair> pairs, int step) => new()
    {
        Source = torch.zeros(1, 1), SourceLengths = [step], TargetOut = torch.tensor([(long)pairs[0].Source[0]]), Places = torch.tensor([0L]),
    };

    /// <summary>Two portions of ten pairs, others in each epoch.</summary>
    private sealed class Portioned : IPairSource
    {
        public int Broken { get; init; } = -1;

        public string Digest => "";

        public int Portions(int epoch) => 2;

        public IReadOnlyList<EncodedPair> Portion(int epoch, int portion) => portion == Broken
            ? throw new RecipeException("train.xx:7: broken")
            : [.. Enumerable.Range(0, 10).Select(i => new EncodedPair([(1000 * epoch) + (100 * portion) + i, 0, 0, 0], [1, 0]))];
    }
}
