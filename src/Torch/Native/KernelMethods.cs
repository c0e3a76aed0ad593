using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>The exports of <c>seq2seq_kernels.h</c>, in its order.</summary>
internal static unsafe partial class KernelMethods
{
    private const string Library = NativeMethods.Library;

    [LibraryImport(Library)]
    internal static partial int s2s_dropout(nint input, double probability, out nint result);

    [LibraryImport(Library)]
    internal static partial void s2s_dropout_bits(long seed, long start, long count, uint* bits);

    [LibraryImport(Library)]
    internal static partial int s2s_adam_step(nint* parameters, nint* means, nint* squares, int count, AdamSettings* settings);

    // The settings of BLAS and allocator stand before the first native load, whichever class makes it.
    static KernelMethods() => LibtorchLoader.Prepare();
}

/// <summary>Mirror of <c>s2s_adam</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AdamSettings
{
    public double Beta1, Beta2, Epsilon, Rate, Correction, Scale;
}
