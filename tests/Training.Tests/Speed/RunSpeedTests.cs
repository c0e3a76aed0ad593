using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Speed;

namespace Seq2SeqService.Training.Tests.Speed;

public sealed class RunSpeedTests
{
    [Fact]
    public void The_first_update_warms_up_and_the_others_are_counted()
    {
        var speed = new RunSpeed();
        Assert.Null(speed.Line());

        speed.Add(Report(tokens: 900, peakSeconds: 9), TimeSpan.FromSeconds(10));
        Assert.Null(speed.PeakShare);
        speed.Add(Report(tokens: 300, peakSeconds: 0.5), TimeSpan.FromSeconds(1));
        speed.Add(Report(tokens: 100, peakSeconds: 0.3), TimeSpan.FromSeconds(1));

        Assert.Equal(200, speed.TokensPerSecond);
        Assert.Equal(0.4, speed.PeakShare!.Value, 1e-12);
        Assert.Equal("Learned 200 target tokens/s, 40 % of the matrix peak", speed.Line());
    }

    [TorchFact]
    public void A_run_says_its_share_of_the_machine_and_logs_it_with_each_validation()
    {
        using var task = new TinyTask();
        var progress = new RecordedProgress();
        using (var run = new TrainingRun(task.Recipe("transformer"), progress))
            Assert.InRange(run.Train(CancellationToken.None).PeakShare!.Value, 1e-9, 1);

        Assert.Single(progress.Lines, line => line.StartsWith("Matrix peak: ", StringComparison.Ordinal));
        Assert.Contains(progress.Lines, line => line.EndsWith("of the matrix peak", StringComparison.Ordinal));
        Assert.Matches("\"tokensPerSecond\":[0-9.]+,\"peakShare\":[0-9.E-]+,", File.ReadAllText(task.PathOf("run/log.jsonl")));
    }

    private static StepReport Report(int tokens, double peakSeconds) => new(1, 1, tokens, true) { PeakSeconds = peakSeconds };
}
