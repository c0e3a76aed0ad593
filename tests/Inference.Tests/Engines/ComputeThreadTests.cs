using System.Globalization;
using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Tests.Engines;

public sealed class ComputeThreadTests
{
    private const int Lowest = 19, NicenessPlace = 16;   // behind the name: field 19 of proc_pid_stat(5)

    [Fact]
    public void Threads_that_answer_requests_go_before_one_that_computes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has priorities of threads that anybody may lower.");
        var (before, within) = (Niceness(), -1);

        ComputeThread.Start("compute", () => within = Niceness()).Join();

        Assert.Equal(Math.Min(before + 5, Lowest), within);
        Assert.Equal(before, Niceness());
    }

    /// <summary>Of the calling thread.</summary>
    private static int Niceness()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[NicenessPlace], CultureInfo.InvariantCulture);
    }
}
