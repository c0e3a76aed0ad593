using System.Runtime.InteropServices;

namespace Seq2SeqService.Training.Fitting;

/// <summary>
/// Memory that tensors have given back to the C library, which keeps it: with batches of ever other shapes it fits the next ones badly, and a process
/// comes to hold several times what it needs.
/// </summary>
internal static partial class FreedMemory
{
    /// <summary>Gives it back to the system, where the C library is glibc; elsewhere nothing happens.</summary>
    public static void Return()
    {
        if (!OperatingSystem.IsLinux())
            return;

        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl keeps little.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint kept);
}
