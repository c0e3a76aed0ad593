using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Tests.Runs;

public sealed class BestWeightsTests : IDisposable
{
    private readonly string _run = Directory.CreateTempSubdirectory("run").FullName;

    [Fact]
    public void What_a_killed_process_left_half_written_is_written_anew()
    {
        var best = new BestWeights(new RunDirectory(_run), keep: 1);
        Directory.CreateDirectory(Path.Combine(_run, "best", "4.partial"));
        File.WriteAllText(Path.Combine(_run, "best", "4.partial", "model.safetensors"), "half");

        var position = best.Consider(new RunPosition { Step = 4 }, score: 1, new Dictionary<string, WeightTensor> { ["a"] = new([2], [1, 2]) });

        Assert.Equal(4, Assert.Single(position.Best).Step);
        using var written = SafetensorsReader.Open(best.PathOf(4));
        Assert.Equal([1, 2], written.ReadSingles(written.Find("a")));
    }

    public void Dispose() => Directory.Delete(_run, recursive: true);
}
