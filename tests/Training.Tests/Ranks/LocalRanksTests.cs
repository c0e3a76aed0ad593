using System.ComponentModel;
using System.Diagnostics;
using Seq2SeqService.Training.Ranks;

namespace Seq2SeqService.Training.Tests.Ranks;

public sealed class LocalRanksTests
{
    [Fact]
    public async Task Processes_before_one_that_cannot_be_started_are_ended()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no program sleep");
        Process? first = null;
        var ranks = new LocalRanks(2, TextWriter.Null, start =>
        {
            if (first is not null)
                throw new Win32Exception(11);   // as where no more processes are allowed
            var process = Process.Start("sleep", ["600"]);
            first = Process.GetProcessById(process.Id);
            return process;
        });

        await Assert.ThrowsAsync<Win32Exception>(() => ranks.RunAsync([], TestContext.Current.CancellationToken));

        using (first)
            Assert.True(first!.WaitForExit(TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 1", 1)]
    [InlineData("exit 75", 75)]
    [InlineData("kill -9 $$", 75)]
    public async Task The_exit_code_says_whether_a_process_was_lost(string command, int code)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no program sh");
        var ranks = new LocalRanks(2, TextWriter.Null, start => Process.Start(
            new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardOutput = start.RedirectStandardOutput, RedirectStandardError = start.RedirectStandardError }));

        Assert.Equal(code, await ranks.RunAsync([], TestContext.Current.CancellationToken));
    }
}
