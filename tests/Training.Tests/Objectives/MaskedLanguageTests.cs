using System.Runtime.InteropServices;
using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Objectives;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Tests.Objectives;

public sealed class MaskedLanguageTests
{
    private const int Pad = 999, Unknown = 1, Eos = 0, Length = 20, Rows = 500;

    private static readonly SpecialIds Special = new(Pad, Pad, Unknown, new HashSet<int> { Pad, Eos }, 1000);

    private static readonly Random Numbers = new(3);

    private static readonly EncodedPair[] Texts = [.. Enumerable.Range(0, Rows).Select(_ => Text()).Select(text => new EncodedPair(text, text))];

    [TorchFact]
    public void Fifteen_percent_are_to_be_found_of_which_eighty_are_hidden_ten_replaced_and_ten_stay()
    {
        using var batch = new MaskedLanguage(Special, seed: 1).Prepare(Texts, step: 1, CPU);

        var (source, places, wanted) = (Ids(batch.Source), Ids(batch.Places), Ids(batch.TargetOut));
        var seen = places.Select(place => source[place]).ToList();
        var (hidden, same) = (seen.Count(id => id == Unknown), seen.Zip(wanted).Count(pair => pair.First == pair.Second));
        Assert.Equal(0.15, places.Length / (double)(Rows * Length), 0.01);
        Assert.Equal(0.8, hidden / (double)places.Length, 0.03);
        Assert.Equal(0.1, same / (double)places.Length, 0.03);
        Assert.Equal(0.1, (places.Length - hidden - same) / (double)places.Length, 0.03);
    }

    [TorchFact]
    public void What_is_to_be_found_is_what_stood_there_and_all_else_stays()
    {
        using var batch = new MaskedLanguage(Special, seed: 1).Prepare(Texts, step: 1, CPU);

        var (source, original) = (Ids(batch.Source), Texts.SelectMany(text => text.Source).ToList());
        var places = Ids(batch.Places).ToHashSet();
        Assert.Equal(Ids(batch.Places).Select(place => original[place]), Ids(batch.TargetOut));
        Assert.DoesNotContain(Eos, Ids(batch.TargetOut));
        Assert.All(original.Index().Where(token => !places.Contains(token.Index)), token => Assert.Equal(token.Item, source[token.Index]));
        Assert.Equal(Length + 1, Texts[0].Source.Length);   // the pairs themselves are not masked
        Assert.All(Texts, text => Assert.DoesNotContain(Unknown, text.Source));
    }

    [TorchFact]
    public void A_batch_so_short_that_chance_spares_it_still_has_a_token_to_find()
    {
        for (var step = 0; step < 20; step++)
        {
            using var batch = new MaskedLanguage(Special, seed: 1).Prepare([new([7, Eos], [7, Eos])], step, CPU);
            Assert.Equal([7], Ids(batch.TargetOut));
        }
    }

    [TorchFact]
    public void A_run_learns_and_is_validated_by_loss_alone()
    {
        using var task = new TinyTask();
        var recipe = task.Recipe("masked");
        recipe = recipe with
        {
            Training = recipe.Training with { Steps = 60, LearningRate = 0.01, AverageDecay = 0 },
            Validation = recipe.Validation with { Every = 30, Sentences = 0 },
        };
        var progress = new RecordedProgress();

        using var run = new TrainingRun(recipe, progress);
        var position = run.Train(CancellationToken.None);

        Assert.Equal(2, progress.Validations.Count);
        Assert.All(progress.Validations, report => Assert.Empty(report.Directions));
        Assert.True(progress.Validations[1].Loss < progress.Steps[0].Loss - 1, $"{progress.Steps[0].Loss} → {progress.Validations[1].Loss}");
        Assert.Equal(-progress.Validations.Min(report => report.Loss!.Value), position.Best[0].Score);
    }

    [TorchFact]
    public void A_validation_text_without_a_token_to_find_has_a_loss_that_is_no_number_and_the_run_goes_on()
    {
        using var task = new TinyTask();
        File.WriteAllText(task.PathOf("valid.xx"), "\u200b\n\u200b\n");
        var recipe = task.Recipe("masked");
        recipe = recipe with { Training = recipe.Training with { Steps = 4 }, Validation = recipe.Validation with { Every = 2 } };
        var progress = new RecordedProgress();

        using (var run = new TrainingRun(recipe, progress))
            run.Train(CancellationToken.None);

        Assert.Equal([double.NaN, double.NaN], progress.Validations.Select(report => report.Loss!.Value));
        var position = RunState.ReadPosition(new RunDirectory(recipe.Directory))!;
        Assert.Equal((4, 2, 1), (position.Step, position.Best[0].Step, position.SinceBest));
    }

    private static int[] Text() => [.. Enumerable.Range(0, Length).Select(_ => Numbers.Next(2, 999)), Eos];

    private static int[] Ids(Tensor tensor) => [.. MemoryMarshal.Cast<byte, long>(tensor.contiguous().bytes).ToArray().Select(id => (int)id)];
}
