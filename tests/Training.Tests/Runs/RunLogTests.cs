using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Tests.Runs;

public sealed class RunLogTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"run-log-{Guid.NewGuid():N}.jsonl");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_a_resumed_run_writes_again_is_forgotten()
    {
        var log = new RunLog(_path);
        log.Write(new { step = 4, loss = 2.5 });
        log.Write(new { step = 4, validLoss = 2.4 });
        log.Write(new { step = 6, loss = double.NaN });
        log.Write(new { step = 6, validLoss = double.PositiveInfinity });   // logged, but the state of step 6 is of before
        log.Write(new { step = 8, loss = 2.1 });
        File.AppendAllText(_path, "{\"step\":");

        log.Forget(step: 6, validated: 4);

        Assert.Equal(["""{"step":4,"loss":2.5}""", """{"step":4,"validLoss":2.4}""", """{"step":6,"loss":"NaN"}"""], File.ReadAllLines(_path));
    }
}
