using System.Runtime.InteropServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Buffers;

/// <summary>
/// Asks Linux for pages of 2 MiB where weights are large: read from end to end at every step, they would need a new address translation
/// every 4 KiB. A wish, not a demand: what the system answers does not matter.
/// </summary>
internal static unsafe partial class LargePages
{
    private const nuint PageBytes = 2 << 20;

    private const int AdviseHugePages = 14;

    /// <summary>For memory that has just been allocated and not yet been written.</summary>
    public static void Advise(void* start, nuint bytes)
    {
        var first = ((nuint)start + PageBytes - 1) & ~(PageBytes - 1);
        var end = ((nuint)start + bytes) & ~(PageBytes - 1);
        if (OperatingSystem.IsLinux() && end > first)
            _ = Advise((void*)first, end - first, AdviseHugePages);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
