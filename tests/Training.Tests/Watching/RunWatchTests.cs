using System.Text.Json;
using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Watching;
using Seq2SeqService.Training.Watching.Records;
using Seq2SeqService.Training.Watching.Reports;

namespace Seq2SeqService.Training.Tests.Watching;

public sealed class RunWatchTests
{
    [TorchFact]
    public void A_run_is_kept_for_tensorboard_and_a_resumed_one_goes_on_in_a_new_file()
    {
        using var task = new TinyTask();
        var progress = Run(WithSteps(task.Recipe("transformer"), 3));
        var first = Events(task).Single();
        Run(task.Recipe("transformer"));
        var second = Events(task).Except([first]).Single();

        var (before, after) = (EventReader.Read(first), EventReader.Read(second));
        var losses = before.Where(one => one.Scalars.ContainsKey("training/loss")).ToList();
        Assert.Equal([3L], losses.Select(one => one.Step));
        Assert.Equal(progress.Steps.Sum(step => step.Loss * step.Tokens) / progress.Steps.Sum(step => step.Tokens), losses[0].Scalars["training/loss"], 1e-4);
        Assert.Contains(before, one => one.Step == 3 && one.Scalars.ContainsKey("validation/bleu/xx-yy") && one.Scalars.ContainsKey("validation/loss"));
        Assert.Contains(before, one => one.Texts.ContainsKey("samples/xx-yy"));
        Assert.DoesNotContain(before, one => one.IsStart);
        Assert.Equal(4, after.Single(one => one.IsStart).Step);   // TensorBoard forgets what an earlier file says from here on
        Assert.Equal(6, after.Last(one => one.Scalars.ContainsKey("training/loss")).Step);
    }

    [TorchTheory]
    [InlineData("transformer", true)]
    [InlineData("gru", true)]
    [InlineData("masked", false)]
    public void A_report_stands_alone_and_can_be_written_anew(string family, bool translates)
    {
        using var task = new TinyTask();
        Run(task.Recipe(family));
        var path = task.PathOf("run/report.html");
        var page = File.ReadAllText(path);

        Assert.Contains("Loss, nats per token", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme", page, StringComparison.Ordinal);
        Assert.Equal(translates, page.Contains("data:image/svg+xml", StringComparison.Ordinal));
        Assert.Equal(translates, page.Contains("Translations after update 6, xx-yy", StringComparison.Ordinal));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);

        File.Delete(path);
        Assert.Equal(path, RunReport.Write(new RunDirectory(task.PathOf("run"))));
        Assert.Equal(page, File.ReadAllText(path));
    }

    [TorchFact]
    public void Nothing_is_written_into_the_directory_of_a_run_that_another_process_holds()
    {
        using var task = new TinyTask();
        var recipe = task.Recipe("transformer");
        using var held = new RunDirectory(recipe.Directory).Lock();

        Assert.Throws<RecipeException>(() => Run(recipe));

        Assert.Equal([".run.lock"], Directory.GetFileSystemEntries(recipe.Directory).Select(Path.GetFileName));
    }

    [TorchTheory]
    [InlineData("events", 1)]
    [InlineData("watch", 2)]   // no records, and without them no report
    [InlineData("report.html.next", 1)]
    public void What_cannot_be_written_is_said_once_and_the_run_goes_on(string blocked, int faults)
    {
        using var task = new TinyTask();
        Directory.CreateDirectory(task.PathOf("run"));
        if (blocked == "report.html.next")
            Directory.CreateDirectory(task.PathOf($"run/{blocked}"));
        else
            File.WriteAllText(task.PathOf($"run/{blocked}"), "no directory");

        var progress = Run(task.Recipe("transformer"));

        Assert.Equal(6, progress.Steps.Count);
        Assert.Equal(faults, Faults(progress).Count());
        Assert.Equal(blocked == "events", File.Exists(task.PathOf("run/report.html")));
    }

    [Fact]
    public void A_full_disk_and_a_damaged_position_end_no_run()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no file here is always full");
        using var task = new TinyTask();
        var recipe = task.Recipe("transformer");
        var run = new RunDirectory(recipe.Directory);
        Directory.CreateDirectory(RunFiles.Directory(run));
        Directory.CreateDirectory(run.In("state"));
        File.CreateSymbolicLink(RunFiles.Training(run), "/dev/full");
        File.WriteAllText(run.In("state/position.json"), "{");   // and is found so before the report asks for the file without an end

        var progress = new RecordedProgress();
        using (var watch = new RunWatch(recipe, progress, TimeProvider.System))
        {
            for (var step = 1; step <= RunWatch.UpdatesOfAPoint; step++)
                watch.Updated(new RunPosition { Step = step }, new StepReport(3, 1, 10, Applied: true), 10);
            watch.Ended(RunEnd.Failed);
        }

        Assert.Contains(Faults(progress), line => line.Contains("No space left", StringComparison.Ordinal));
        Assert.Contains(Faults(progress), line => line.Contains("position.json is damaged", StringComparison.Ordinal));
    }

    [TorchFact]
    public void An_untrained_model_raises_an_alarm_that_log_and_report_keep()
    {
        using var task = new TinyTask();
        var recipe = task.Recipe("transformer");
        var progress = new RecordedProgress();
        using (var watch = new RunWatch(recipe, progress, TimeProvider.System))
        {
            var bad = new StepReport(double.NaN, double.NaN, 10, Applied: false);
            Directory.CreateDirectory(recipe.Directory);
            for (var step = 1; step <= 5; step++)
                watch.Updated(new RunPosition { Step = step }, bad, 10);
            watch.Ended(RunEnd.Failed);
        }

        Assert.Single(progress.Lines, line => line.StartsWith("Alarm at step 1:", StringComparison.Ordinal));
        var logged = File.ReadLines(task.PathOf("run/log.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(logged, entry => Assert.Equal("notFinite", entry.GetProperty("alarm").GetString()));
        Assert.Equal([1, 2, 4], logged.Select(entry => entry.GetProperty("count").GetInt32()));
        Assert.Contains("not finite", File.ReadAllText(task.PathOf("run/report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_that_a_killed_run_repeated_count_once_and_torn_lines_not_at_all()
    {
        using var task = new TinyTask();
        var run = new RunDirectory(task.PathOf("run"));
        new RunRecords(run, task.Recipe("transformer"), []).Dispose();
        File.WriteAllLines(RunFiles.Training(run), [Figures(20, 5), Figures(40, 4), Figures(60, 3), "{\"step\":", Figures(40, 4.5)]);
        File.WriteAllText(run.Log, """{"step":40,"validLoss":"NaN","score":1.5,"directions":[{"Name":"xx-yy","bleu":1.5,"chrf":20}]}""" + "\n");

        var history = RunHistory.Read(run);

        Assert.Equal([(20, 5.0), (40, 4.5)], history.Training.Select(figures => (figures.Step, figures.Loss)));
        Assert.Equal(20, history.Validations.Single().Directions!.Single().Chrf);
        Assert.Contains("<svg", RunReport.Draw(history), StringComparison.Ordinal);
    }

    [Fact]
    public void Characters_that_no_document_may_hold_do_not_end_a_report()
    {
        using var task = new TinyTask();
        var run = new RunDirectory(task.PathOf("run"));
        new RunRecords(run, task.Recipe("transformer"), ["<b>said</b> \u0001 \ud800"]).Dispose();

        var page = RunReport.Draw(RunHistory.Read(run));

        Assert.Contains("&lt;b&gt;said&lt;/b&gt; \ufffd", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_without_a_run_has_no_report()
    {
        using var task = new TinyTask();

        var error = Assert.Throws<RecipeException>(() => RunReport.Write(new RunDirectory(task.PathOf("none"))));

        Assert.Contains("no run", error.Message, StringComparison.Ordinal);
    }

    private static string Figures(int step, double loss) =>
        JsonSerializer.Serialize(new TrainingFigures(step, loss, 0.001, 1, 1000, 500, 20, 0), RunFiles.Json);

    private static string[] Events(TinyTask task) => Directory.GetFiles(task.PathOf("run/events"));

    private static IEnumerable<string> Faults(RecordedProgress progress) =>
        progress.Lines.Where(line => line.Contains("not all of it can be watched", StringComparison.Ordinal));

    private static Recipe WithSteps(Recipe recipe, int steps) => recipe with { Training = recipe.Training with { Steps = steps } };

    private static RecordedProgress Run(Recipe recipe)
    {
        var progress = new RecordedProgress();
        using var watch = new RunWatch(recipe, progress, TimeProvider.System);
        using var run = new TrainingRun(recipe, watch);
        run.Train(CancellationToken.None);
        return progress;
    }
}
