using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Tests.Runs;

public sealed class ResumeTests
{
    [TorchTheory]
    [InlineData("transformer", 1)]
    [InlineData("transformer", 4)]
    [InlineData("gru", 3)]
    public void Steps_before_and_after_a_stop_equal_steps_without_one_bit_for_bit(string family, int stopAfter)
    {
        using var task = new TinyTask();
        var whole = task.Recipe(family, "whole");
        var parts = task.Recipe(family, "parts");

        var straight = Run(whole);
        var before = Run(WithSteps(parts, stopAfter));
        var after = Run(parts);

        Assert.Equal(straight.Select(step => step.Loss), before.Concat(after).Select(step => step.Loss));
        Assert.Equal(Saved(whole), Saved(parts));
    }

    [TorchFact]
    public void Being_asked_to_stop_saves_and_the_run_goes_on_from_there()
    {
        using var task = new TinyTask();
        using var stop = new CancellationTokenSource();
        var progress = new RecordedProgress { OnStep = position => { if (position.Step == 2) stop.Cancel(); } };

        using (var run = new TrainingRun(task.Recipe("transformer"), progress))
            Assert.Equal(2, run.Train(stop.Token).Step);
        var rest = Run(task.Recipe("transformer"));

        Assert.Equal(4, rest.Count);
    }

    [TorchFact]
    public void A_process_killed_between_the_moves_of_a_save_leaves_a_state_to_resume_from()
    {
        using var task = new TinyTask();
        Run(WithSteps(task.Recipe("transformer"), 3));
        Directory.Move(task.PathOf("run/state"), task.PathOf("run/state.previous"));
        Directory.CreateDirectory(task.PathOf("run/state.next"));

        Assert.Equal(3, Run(task.Recipe("transformer")).Count);
    }

    [TorchFact]
    public void A_run_directory_of_another_model_is_refused()
    {
        using var task = new TinyTask();
        Run(WithSteps(task.Recipe("transformer"), 1));
        var wider = task.Recipe("transformer");
        wider = wider with { Model = wider.Model with { Width = 64 } };

        var error = Assert.Throws<RecipeException>(() => Run(wider));

        Assert.Contains("another run directory", error.Message, StringComparison.Ordinal);
    }

    private static Recipe WithSteps(Recipe recipe, int steps) => recipe with { Training = recipe.Training with { Steps = steps } };

    private static List<StepReport> Run(Recipe recipe)
    {
        var progress = new RecordedProgress();
        using var run = new TrainingRun(recipe, progress);
        run.Train(CancellationToken.None);
        return progress.Steps;
    }

    private static byte[] Saved(Recipe recipe) => File.ReadAllBytes(Path.Combine(recipe.Directory, "state", "tensors.safetensors"));
}
