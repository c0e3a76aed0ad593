using System.Globalization;
using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Fitting;

/// <summary>Memory for learning beside what the process holds: what the recipe gives, or less where its share of the machine is smaller.</summary>
/// <param name="Bytes">More than 0.</param>
/// <param name="IsOfMachine">The machine or the container is the bound, not the recipe.</param>
internal sealed record LearningMemory(double Bytes, bool IsOfMachine)
{
    private const double ShareOfMachine = 0.8;
    private const double Mebibyte = 1 << 20;

    /// <param name="megabytes">What the recipe gives, in MiB.</param>
    /// <param name="held">Bytes that the process holds.</param>
    /// <exception cref="RecipeException">The process holds its share of the machine already.</exception>
    public static LearningMemory Of(int megabytes, long held, RankPlace place)
    {
        var (given, all) = (megabytes * Mebibyte, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        var left = (all * ShareOfMachine / place.LocalSize) - held;
        return left > 0 ? new LearningMemory(Math.Min(given, left), left < given) : throw new RecipeException(
            $"training:fitMemoryMegabytes: the process holds {Text(held)} MiB before it learns, and its share of {100 * ShareOfMachine:0} % of the memory of this machine or container ({Text(all)} MiB) is no more. " +
            "Start fewer processes, or give it more memory.");
    }

    /// <summary>What it does not hold, and what can be done about it.</summary>
    public string TooLittleFor(string what) => IsOfMachine
        ? $"training:fitMemoryMegabytes: {this} of memory, all that this machine or container has beside the weights, are too little for {what}. Start fewer processes, give it more memory, or shorten what is learned from."
        : $"training:fitMemoryMegabytes: {this} of memory are too little for {what}. Allow more, or shorten what is learned from.";

    public override string ToString() => Text(Bytes) + " MiB";

    /// <summary>Bytes in MiB.</summary>
    public static string Text(double bytes) => (bytes / Mebibyte).ToString("N0", CultureInfo.InvariantCulture);
}
