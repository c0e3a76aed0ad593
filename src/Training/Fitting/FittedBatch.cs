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

    private const double ShareOfMachine = 0.8;
    private const double Mebibyte = 1 << 20;

    /// <summary>
    /// The largest batch that <paramref name="rehearse"/> (rows, length) goes through within half of the recipe's memory, with sentences of the longest length and of two short ones,
    /// in every process; null where the recipe names no memory.
    /// </summary>
    /// <param name="before">What the run found when it began.</param>
    /// <param name="peakOf">Bytes in RAM while something is done, at the most.</param>
    /// <exception cref="RecipeException">The memory does not hold a single sentence.</exception>
    public static FittedBatch? Find(
        Recipe recipe, FittedBatch? before, IRanks ranks, Action<int, int> rehearse, Func<Action, long> peakOf, Action<string> say)
    {
        var megabytes = recipe.Training.FitMemoryMegabytes;
        if (megabytes == 0)
            return null;
        if (before?.Megabytes == megabytes)
            return before;

        var longest = recipe.Data.MaxTokens;
        int[] lengths = [longest, Math.Max(2, longest / 4), Math.Max(2, longest / 16)];
        rehearse(1, longest);   // libraries that load, and threads that start, are no batch's
        var (start, found) = (peakOf(() => rehearse(1, 2)), 0L);
        var memory = Allowed(megabytes, start, ranks.Place);
        var tokens = BatchSearch.Largest(longest, Most, RoomFor) ?? throw new RecipeException(
            $"training:fitMemoryMegabytes: {Text(memory)} MiB of memory are too little for one sentence of data:maxTokens ({longest}). Allow more, or shorten what is learned from.");
        say(string.Create(CultureInfo.InvariantCulture, $"Batches of {tokens:N0} padded tokens: one takes {Text(found)} of {Text(memory)} MiB beside the weights"));
        return new FittedBatch(megabytes, tokens);

        Room RoomFor(int size)
        {
            var taken = lengths.Max(length => peakOf(() => rehearse(Math.Max(1, size / length), length))) - start;
            if (ranks.Any(taken > memory * ShareOfOneBatch))
                return Room.None;

            found = taken;
            return ranks.Any(2 * taken > memory * ShareOfOneBatch) ? Room.Scarce : Room.Plenty;
        }
    }

    /// <summary>Bytes for learning beside those that the process holds: what the recipe gives, or what the machine or the container has left for it.</summary>
    public static double Allowed(int megabytes, long held, RankPlace place) =>
        Math.Min(megabytes * Mebibyte, (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * ShareOfMachine / place.LocalSize) - held);

    private static string Text(double bytes) => (bytes / Mebibyte).ToString("N0", CultureInfo.InvariantCulture);
}
