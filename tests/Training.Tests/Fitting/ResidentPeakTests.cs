using System.Runtime.InteropServices;
using Seq2SeqService.Training.Fitting;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Fitting;

public sealed class ResidentPeakTests
{
    private const long Mebibyte = 1 << 20;

    [Fact]
    public void The_peak_of_a_work_is_seen_and_forgotten()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere it is refused.");
        var peak = new ResidentPeak();
        var before = peak.Of(() => { });

        var large = peak.Of(() => Touch(200 * Mebibyte));

        Assert.InRange(large - before, 150 * Mebibyte, 400 * Mebibyte);
        Assert.True(peak.Of(() => { }) < large - (100 * Mebibyte));
    }

    [Fact]
    public void A_system_that_does_not_forget_peaks_is_refused_by_name_before_any_work()
    {
        var peak = new ResidentPeak(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));

        var error = Assert.Throws<RecipeException>(() => peak.Of(() => Assert.Fail("It was begun.")));

        Assert.StartsWith("training:fitMemoryMegabytes: this system does not say how much memory a batch takes", error.Message, StringComparison.Ordinal);
        Assert.Contains("set training:batchTokens instead", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_without_the_figure_is_refused_by_name()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(directory.FullName, "status"), "Name:\tworker\nVmRSS:\t1024 kB\n");

            var error = Assert.Throws<RecipeException>(() => new ResidentPeak(directory.FullName).Of(() => { }));

            Assert.EndsWith("status has no VmHWM.", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static void Touch(long bytes)
    {
        var memory = Marshal.AllocHGlobal((nint)bytes);
        for (var at = 0; at < bytes; at += 4096)
            Marshal.WriteByte(memory, at, 1);
        Marshal.FreeHGlobal(memory);
    }
}
