#if !TORCH_PACKAGE
using System.Numerics;
using TorchSharp.Native;

namespace Seq2SeqService.Torch.Tests.Native;

public sealed class DropoutBitsTests
{
    private const int Count = 1 << 18;

    [TorchTheory]
    [InlineData(0, 0)]
    [InlineData(-7, 123)]
    [InlineData(0x1234_5678_9ABC, (1L << 32) + 5)]
    public void They_are_those_of_the_plain_mix(long seed, long start) =>
        Assert.Equal(Enumerable.Range(0, 1001).Select(i => Plain(seed, start, i)), Kernels.DropoutBits(seed, start, 1001));

    [TorchFact]
    public void Half_of_every_bit_is_set_and_neighbours_do_not_agree()
    {
        var bits = Kernels.DropoutBits(seed: 42, 0, Count);

        Assert.InRange(Share(bits), 0.499, 0.501);
        Assert.All(Enumerable.Range(0, 32), bit => Assert.InRange(bits.Count(value => (value >> bit & 1) != 0) / (double)Count, 0.495, 0.505));
        foreach (var distance in new[] { 1, 2, 24, 256, 1024 })
            Assert.InRange(Share([.. bits.Skip(distance).Zip(bits, (a, b) => a ^ b)]), 0.499, 0.501);
    }

    [TorchFact]
    public void Neighbouring_seeds_do_not_agree()
    {
        var bits = Kernels.DropoutBits(seed: 42, 0, Count);

        foreach (var seed in new[] { 43, 42 + (1L << 32), 42L ^ (1L << 63) })
            Assert.InRange(Share([.. bits.Zip(Kernels.DropoutBits(seed, 0, Count), (a, b) => a ^ b)]), 0.499, 0.501);
    }

    private static double Share(uint[] bits) => bits.Sum(value => (long)BitOperations.PopCount(value)) / (32.0 * bits.Length);

    private static uint Plain(long seed, long start, int i)
    {
        var z = (ulong)seed + ((ulong)start >> 32) + 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        z ^= z >> 31;

        var x = (uint)(start + i) + (uint)z;
        x ^= x >> 16;
        x *= 0x7feb352d;
        x ^= (uint)(z >> 32);
        x ^= x >> 15;
        x *= 0x846ca68b;
        return x ^ (x >> 16);
    }
}
#endif
