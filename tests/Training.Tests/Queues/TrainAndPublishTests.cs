using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Commands;
using Seq2SeqService.Training.Queues;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Tests.Queues;

public sealed class TrainAndPublishTests : IDisposable
{
    private readonly TinyTask _task = new();
    private readonly RecipeQueue _queue;
    private readonly WorkerStatus _status = new(TimeProvider.System);

    public TrainAndPublishTests()
    {
        _queue = new RecipeQueue(_task.PathOf("queue"), TimeSpan.Zero, TimeProvider.System);
        _queue.Create();
    }

    public void Dispose() => _task.Dispose();

    [TorchFact]
    public void A_recipe_is_trained_and_published_into_its_store()
    {
        Put("1.json", _task.Recipe("transformer"));

        Work(TextWriter.Null);

        var version = Assert.Single(CheckpointStore.Versions(_task.PathOf("models"), "tiny"));
        Assert.Equal("tiny", Checkpoint.Open(CheckpointStore.PathOf(_task.PathOf("models"), "tiny", version)).Name);
        Assert.Contains($"tiny/{version}", File.ReadAllText(_task.PathOf("queue/done/1.json.result")), StringComparison.Ordinal);
        Assert.True(File.Exists(_task.PathOf("run/report.html")));
        Assert.Null(_status.Running);
    }

    [TorchFact]
    public void An_interrupted_recipe_goes_on_where_it_was_saved()
    {
        var recipe = _task.Recipe("transformer");
        Put("1.json", recipe with { Validation = recipe.Validation with { Every = 2 } });
        using var stop = new CancellationTokenSource();
        using var stopping = new StopAt("Validation at step 4", stop);

        Work(stopping, stop.Token);
        var stopped = RunState.ReadPosition(new RunDirectory(recipe.Directory))!.Step;
        Assert.True(File.Exists(_task.PathOf("queue/running/1.json")));
        Work(TextWriter.Null);

        Assert.Equal(4, stopped);
        Assert.Equal(6, RunState.ReadPosition(new RunDirectory(recipe.Directory))!.Step);
        Assert.True(File.Exists(_task.PathOf("queue/done/1.json")));
    }

    [TorchFact]
    public void A_version_that_a_killed_worker_had_published_is_not_published_twice()
    {
        Put("1.json", _task.Recipe("transformer"));
        Work(TextWriter.Null);
        var version = CheckpointStore.Versions(_task.PathOf("models"), "tiny").Single();
        File.Move(_task.PathOf("queue/done/1.json"), _task.PathOf("queue/running/1.json"));
        using (var claim = _queue.Take())
            claim!.Publishing(version);

        Work(TextWriter.Null);

        Assert.Single(CheckpointStore.Versions(_task.PathOf("models"), "tiny"));
        Assert.True(File.Exists(_task.PathOf("queue/done/1.json")));
    }

    [TorchFact]
    public void An_encoder_alone_is_done_without_a_version()
    {
        Put("1.json", _task.Recipe("masked"));

        Work(TextWriter.Null);

        Assert.True(File.Exists(_task.PathOf("queue/done/1.json")));
        Assert.False(Directory.Exists(_task.PathOf("models")));
    }

    [TorchTheory]
    [InlineData("{ \"name\": \"tiny\", \"nonsense\": 1 }", "nonsense")]
    [InlineData("{ \"name\":", "1.json")]
    public void A_recipe_that_cannot_be_read_fails_with_the_reason(string text, string reason)
    {
        File.WriteAllText(_task.PathOf("queue/1.json"), text);

        Work(TextWriter.Null);

        Assert.Contains(reason, File.ReadAllText(_task.PathOf("queue/failed/1.json.reason")), StringComparison.Ordinal);
    }

    private void Put(string name, Recipe recipe) => File.WriteAllText(
        _task.PathOf($"queue/{name}"), RecipeFile.Write(recipe with { Publish = recipe.Publish with { Store = _task.PathOf("models") } }));

    private void Work(TextWriter output, CancellationToken stop = default) =>
        Assert.True(new QueueWorker(_queue, new TrainAndPublish(_status, output, TimeProvider.System), ExpectedFailure.Explain, _ => { }, TimeProvider.System).TakeOne(stop));

    /// <summary>Asks the run to stop when it says a line.</summary>
    private sealed class StopAt(string line, CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (value?.StartsWith(line, StringComparison.Ordinal) == true)
                stop.Cancel();
        }
    }
}
