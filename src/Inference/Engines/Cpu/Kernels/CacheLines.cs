using System.Runtime.Intrinsics.X86;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>What will be read soon is asked for while something else is computed: the processor foresees no jump from row to row.</summary>
internal static unsafe class CacheLines
{
    private const int Bytes = 64;

    /// <summary>Fetches floats into the second-level cache; does nothing where there is no such instruction.</summary>
    public static void Fetch(float* start, nint floats)
    {
        if (!Sse.IsSupported)
            return;

        for (nint i = 0; i < floats * sizeof(float); i += Bytes)
            Sse.Prefetch1((byte*)start + i);
    }
}
