namespace Seq2SeqService.Core.Scores.Significance;

/// <summary>NumPy's <c>SeedSequence</c> for one number of 32 bits: spreads a seed over the state of a generator (after O'Neill's <c>seed_seq_fe</c>).</summary>
internal sealed class SeedSequence
{
    private const int PoolSize = 4;

    private readonly uint[] _pool = new uint[PoolSize];

    public SeedSequence(uint seed)
    {
        var hash = 0x43B0D7E5u;
        for (var i = 0; i < PoolSize; i++)
            _pool[i] = Hash(i == 0 ? seed : 0, ref hash, 0x931E8875u);

        for (var source = 0; source < PoolSize; source++)
        {
            for (var target = 0; target < PoolSize; target++)
            {
                if (source != target)
                    _pool[target] = Mix(_pool[target], Hash(_pool[source], ref hash, 0x931E8875u));
            }
        }
    }

    /// <summary>The first <paramref name="count"/> numbers of 64 bits.</summary>
    public ulong[] Generate(int count)
    {
        var hash = 0x8B51F9DDu;
        var numbers = new ulong[count];
        for (var i = 0; i < 2 * count; i++)
            numbers[i / 2] |= (ulong)Hash(_pool[i % PoolSize], ref hash, 0x58F38DEDu) << (32 * (i % 2));

        return numbers;
    }

    private static uint Hash(uint value, ref uint hash, uint factor)
    {
        value ^= hash;
        hash *= factor;
        value *= hash;
        return value ^ (value >> 16);
    }

    private static uint Mix(uint a, uint b)
    {
        var mixed = (0xCA01F9DDu * a) - (0x4973F715u * b);
        return mixed ^ (mixed >> 16);
    }
}
