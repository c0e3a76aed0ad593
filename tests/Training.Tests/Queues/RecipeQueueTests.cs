using System.Text.Json;
using Seq2SeqService.Training.Queues;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Queues;

public sealed class RecipeQueueTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("queue-").FullName;

    public RecipeQueueTests() => Queue().Create();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Recipes_are_taken_in_the_order_of_their_names_and_end_in_done()
    {
        Put("20-b.json", "10-a.json", "notes.txt", ".hidden.json");
        var work = new RecordedWork();

        Drain(work);

        Assert.Equal(["10-a.json", "20-b.json"], work.Taken);
        Assert.Equal(["10-a.json", "10-a.json.result", "20-b.json", "20-b.json.result"], Names("done"));
        Assert.Equal("tiny/1", JsonDocument.Parse(File.ReadAllText(In("done/10-a.json.result"))).RootElement.GetProperty("version").GetString());
        Assert.Empty(Names("running"));
        Assert.True(File.Exists(In("notes.txt")));
    }

    [Fact]
    public void A_recipe_that_fails_lies_in_failed_with_the_reason_and_the_next_one_runs()
    {
        Put("1.json", "2.json", "3.json");
        var work = new RecordedWork
        {
            OnWork = claim => claim.Name switch
            {
                "1.json" => throw new RecipeException("There is no file train.en."),
                "2.json" => throw new InvalidOperationException("a bug"),
                _ => RecordedWork.Good,
            },
        };

        Drain(work);

        Assert.Equal("There is no file train.en.\n", File.ReadAllText(In("failed/1.json.reason")));
        Assert.Contains("InvalidOperationException", File.ReadAllText(In("failed/2.json.reason")), StringComparison.Ordinal);
        Assert.Equal(["3.json", "3.json.result"], Names("done"));
        Assert.Empty(Names("running"));
    }

    [Fact]
    public void A_recipe_that_was_stopped_is_the_first_of_the_next_worker()
    {
        Put("1.json", "2.json");
        using var stop = new CancellationTokenSource();
        var stopped = new RecordedWork { OnWork = _ => { stop.Cancel(); return null; } };
        Assert.True(Worker(stopped).TakeOne(stop.Token));
        Put("0.json");

        var next = new RecordedWork();
        Drain(next);

        Assert.Equal(["1.json"], stopped.Taken);
        Assert.Equal(["1.json", "0.json", "2.json"], next.Taken);
    }

    [Fact]
    public void What_a_worker_holds_no_other_takes_until_it_is_gone()
    {
        Put("1.json");
        var first = Queue().Take();

        Assert.NotNull(first);
        Assert.Null(Queue().Take());
        first.Dispose();   // killed
        using var second = Queue().Take();
        Assert.Equal("1.json", second?.Name);
    }

    [Fact]
    public async Task Many_workers_take_each_recipe_once()
    {
        var names = Enumerable.Range(100, 60).Select(number => $"{number}.json").ToArray();
        Put(names);
        var work = new RecordedWork();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Drain(work), TestContext.Current.CancellationToken)));
        Drain(work);   // what one looked at while another let go of it

        Assert.Equal(names, work.Taken.Order(StringComparer.Ordinal));
        Assert.Equal(names, Names("done").Where(name => name.EndsWith(".json", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_file_that_may_still_be_written_is_left_alone()
    {
        Put("1.json");

        Assert.Null(new RecipeQueue(_directory, TimeSpan.FromHours(1), TimeProvider.System).Take());
    }

    [Fact]
    public void A_second_recipe_of_a_name_waits_for_the_first_and_keeps_its_result_apart()
    {
        Put("1.json");
        var work = new RecordedWork
        {
            OnWork = _ =>
            {
                Put("1.json");
                Assert.Null(Queue().Take());
                return RecordedWork.Good;
            },
        };
        Worker(work).TakeOne(CancellationToken.None);
        Drain(new RecordedWork());

        Assert.Equal(["1.2.json", "1.2.json.result", "1.json", "1.json.result"], Names("done"));
    }

    [Fact]
    public void A_recipe_that_ends_the_process_again_and_again_is_given_up_unless_its_run_saves_further()
    {
        Put("1.json");
        for (var step = 0; step < 10; step++)
            Die(step);
        Die(9);
        Die(9);

        var work = new RecordedWork { OnWork = claim => { claim.Begin(9); return RecordedWork.Good; } };
        Drain(work);

        Assert.Contains("3 times", File.ReadAllText(In("failed/1.json.reason")), StringComparison.Ordinal);

        void Die(int saved)
        {
            using var claim = Queue().Take();
            claim!.Begin(saved);
        }
    }

    [Fact]
    public void What_a_killed_worker_noted_of_a_recipe_that_ended_says_nothing_of_the_next_of_its_name()
    {
        Put("1.json");
        using (var ended = Queue().Take())
            ended!.Publishing("20260101-000000");
        File.Move(In("running/1.json"), In("done/1.json"));   // and killed before it could delete the note
        Put("1.json");

        using var next = Queue().Take();

        Assert.Equal(new RecipeNote(), next!.Note);
    }

    [Fact]
    public void What_is_noted_of_a_recipe_stays_while_another_of_its_name_waits()
    {
        Put("1.json");
        using (var first = Queue().Take())
        {
            first!.Publishing("20260101-000000");
            Put("1.json");
            Assert.Null(Queue().Take());
        }

        using var resumed = Queue().Take();

        Assert.Equal("20260101-000000", resumed!.Note.Version);
    }

    [Fact]
    public void A_note_that_cannot_be_read_holds_no_lock()
    {
        Put("1.json");
        using (var first = Queue().Take())
            first!.Begin(0);

        using (File.Open(In("running/1.json.note"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.Throws<IOException>(() => Queue().Take());

        using var second = Queue().Take();
        Assert.Equal(1, second?.Note.Attempts);
    }

    [Fact]
    public void A_queue_that_cannot_be_used_is_said_once_and_looked_at_again()
    {
        Directory.Delete(In("running"));
        File.WriteAllText(In("running"), "");
        Put("1.json");
        var said = new List<string>();

        var worker = new QueueWorker(Queue(), new RecordedWork(), _ => null, said.Add, TimeProvider.System);

        Assert.False(worker.TakeOne(CancellationToken.None));
        Assert.False(worker.TakeOne(CancellationToken.None));
        Assert.Single(said);
    }

    [Fact]
    public async Task A_worker_that_waits_ends_at_once_when_it_is_asked_to()
    {
        using var stop = new CancellationTokenSource();
        var running = Worker(new RecordedWork()).RunAsync(stop.Token);

        await stop.CancelAsync();

        await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private RecipeQueue Queue() => new(_directory, TimeSpan.Zero, TimeProvider.System);

    private QueueWorker Worker(RecordedWork work) => new(Queue(), work, error => error is RecipeException ? error.Message : null, _ => { }, TimeProvider.System);

    private void Drain(RecordedWork work)
    {
        while (Worker(work).TakeOne(CancellationToken.None))
        {
        }
    }

    private string In(string name) => Path.Combine(_directory, name);

    private void Put(params string[] names) => Array.ForEach(names, name => File.WriteAllText(In(name), "{}"));

    private IEnumerable<string> Names(string folder) => Directory.GetFiles(In(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private sealed class RecordedWork : IRecipeWork
    {
        public static readonly QueueResult Good = new("tiny", "tiny/1", 6, 0.5, 12, "runs/tiny");

        private readonly Lock _gate = new();

        public List<string> Taken { get; } = [];

        public Func<RecipeClaim, QueueResult?> OnWork { get; init; } = _ => Good;

        public QueueResult? Do(RecipeClaim claim, CancellationToken stop)
        {
            lock (_gate)
                Taken.Add(claim.Name);
            return OnWork(claim);
        }
    }
}
