using System.Globalization;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Fitting;

/// <summary>
/// The most memory that this process has had in RAM at once, of all kinds. Linux says it, and lets a process begin anew with it (proc(5), status and
/// clear_refs); where one of them is missing a batch would seem to take less than it does, so nothing is measured there.
/// </summary>
/// <param name="process">The kernel's directory of this process.</param>
internal sealed class ResidentPeak(string process = "/proc/self")
{
    private const string Row = "VmHWM:";

    /// <summary>Bytes in RAM while <paramref name="work"/> went on, at the most.</summary>
    /// <exception cref="RecipeException">This system does not say it.</exception>
    public long Of(Action work)
    {
        FreedMemory.Return();
        Forget();
        work();
        return Peak();
    }

    private void Forget()
    {
        try
        {
            File.WriteAllText(Path.Combine(process, "clear_refs"), "5");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refused(error.Message);
        }
    }

    private long Peak()
    {
        try
        {
            var line = File.ReadLines(Path.Combine(process, "status")).First(line => line.StartsWith(Row, StringComparison.Ordinal));
            return long.Parse(line.AsSpan(Row.Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw Refused($"{process}/status has no {Row.TrimEnd(':')}.");
        }
    }

    private static RecipeException Refused(string why) => new(
        "training:fitMemoryMegabytes: this system does not say how much memory a batch takes, as Linux does in /proc/self/status once /proc/self/clear_refs was written to; " +
        $"set training:batchTokens instead. {why}");
}
