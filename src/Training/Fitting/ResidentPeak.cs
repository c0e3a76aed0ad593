using System.Diagnostics;
using System.Globalization;

namespace Seq2SeqService.Training.Fitting;

/// <summary>
/// The most memory that this process has had in RAM at once, of all kinds. Linux lets a process begin anew with it (proc(5), clear_refs); elsewhere it only
/// grows, which is enough where each try is larger than the one before, and cautious where it is not.
/// </summary>
internal static class ResidentPeak
{
    private const string Status = "/proc/self/status", Clear = "/proc/self/clear_refs";

    /// <summary>Bytes in RAM while <paramref name="work"/> went on, at the most.</summary>
    public static long Of(Action work)
    {
        FreedMemory.Return();
        Forget();
        work();
        return Peak();
    }

    private static long Peak()
    {
        var line = OperatingSystem.IsLinux() ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        if (line is not null)
            return long.Parse(line.AsSpan("VmHWM:".Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) * 1024;

        using var own = Process.GetCurrentProcess();
        return own.PeakWorkingSet64;
    }

    private static void Forget()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                File.WriteAllText(Clear, "5");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A container may forbid it.
        }
    }
}
