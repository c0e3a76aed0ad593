using System.Globalization;
using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Fitting;

/// <summary>The batch that was found for a memory; part of a run's state, as another measurement could find another.</summary>
/// <param name="Megabytes">What the recipe gave, in MiB.</param>
/// <param name="Tokens">Padded tokens of a batch.</param>
internal sealed record FittedBatch(int Megabytes, int Tokens)
{
    private const int Most = 1 << 20;

    /// <summary>Of the memory: the rest is for what the C library keeps between batches of different shapes, see <see cref="MemoryGuard"/>.</summary>
    private const double ShareOfOneBatch = 0.5;

    /// <summary>
    /// The largest batch that is gone through within half of the recipe's memory, with sentences of the longest length and of two short ones, in every
    /// process; null where the recipe names no memory.
    /// </summary>
    /// <param name="before">What the run found when it began.</param>
    /// <param name="peakOf">Bytes in RAM while a batch (rows, length) is gone through, at the most.</param>
    /// <exception cref="RecipeException">The memory does not hold a single sentence.</exception>
    /// <exception cref="OperationCanceledException">One of the processes is to stop; a try that has begun is ended first.</exception>
    public static FittedBatch? Find(
        Recipe recipe, FittedBatch? before, IRanks ranks, Func<int, int, long> peakOf, Action<string> say, CancellationToken stop)
    {
        var megabytes = recipe.Training.FitMemoryMegabytes;
        if (megabytes == 0)
            return null;
        if (before?.Megabytes == megabytes)
        {
            say($"Batches of {before}, as found when the run began");
            return before;
        }

        say(string.Create(CultureInfo.InvariantCulture, $"Trying which batches fit into {megabytes:N0} MiB; large ones take minutes"));
        var longest = recipe.Data.MaxTokens;
        int[] lengths = [longest, Math.Max(2, longest / 4), Math.Max(2, longest / 16)];
        peakOf(1, longest);   // libraries that load, and threads that start, are no batch's
        var (start, found) = (peakOf(1, 2), 0L);
        var memory = LearningMemory.Of(megabytes, start, ranks.Place);
        var tokens = BatchSearch.Largest(longest, Most, RoomFor) ?? throw new RecipeException(memory.TooLittleFor($"one sentence of data:maxTokens ({longest})"));
        var fit = new FittedBatch(megabytes, tokens);
        say($"Batches of {fit}: one takes {LearningMemory.Text(found)} of {memory} beside the weights");
        return fit;

        Room RoomFor(int size)
        {
            if (ranks.Any(stop.IsCancellationRequested))
                throw new OperationCanceledException(stop);

            var taken = lengths.Max(length => peakOf(Math.Max(1, size / length), length)) - start;
            if (ranks.Any(taken > memory.Bytes * ShareOfOneBatch))
                return Room.None;

            found = taken;
            return ranks.Any(2 * taken > memory.Bytes * ShareOfOneBatch) ? Room.Scarce : Room.Plenty;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Tokens:N0} padded tokens");
}
