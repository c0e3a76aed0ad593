namespace Seq2SeqService.Training.Data;

/// <summary>Seeds for the random choices of a run: each follows from the recipe's seed and from where the run stands, so that a resumed run repeats them.</summary>
internal static class Seed
{
    /// <summary>A mix that is the same on every machine and version (SplitMix64, Steele et al., 2014).</summary>
    public static int Mix(int seed, int number)
    {
        var z = ((ulong)(uint)seed << 32) + (uint)number + 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return (int)((z ^ (z >> 31)) & int.MaxValue);
    }
}
