namespace Seq2SeqService.Training.Data;

/// <summary>Chances that fall the same way whenever they are asked for.</summary>
internal static class Chance
{
    /// <summary>True with the probability <paramref name="of"/>, as the numbers decide.</summary>
    public static bool Falls(double of, int seed, int number) => of >= 1 || Seed.Mix(seed, ~number) < of * ((double)int.MaxValue + 1);
}
