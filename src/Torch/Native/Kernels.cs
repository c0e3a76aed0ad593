namespace TorchSharp.Native;

/// <summary>Kernels of our own for training on a CPU.</summary>
internal static unsafe class Kernels
{
    /// <summary>Dropout while training; the default generator gives one number for the whole tensor.</summary>
    internal static torch.Tensor Dropout(torch.Tensor input, double probability)
    {
        NativeMethods.Check(KernelMethods.s2s_dropout(input.Handle, probability, out var result));
        GC.KeepAlive(input);
        return new torch.Tensor(result);
    }

    /// <summary>What decides over the elements from <paramref name="start"/> on: one is dropped where its bits, as a share of 2³², are below the probability.</summary>
    internal static uint[] DropoutBits(long seed, long start, int count)
    {
        var bits = new uint[count];
        fixed (uint* data = bits)
            KernelMethods.s2s_dropout_bits(seed, start, count, data);
        return bits;
    }
}
