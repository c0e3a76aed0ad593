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
}
