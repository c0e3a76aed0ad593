using System.Runtime.InteropServices;
using Seq2SeqService.Networks;
using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Objectives;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Tests.Objectives;

public sealed class TranslationTests
{
    private const int Pad = 99, Tag = 50, Unknown = 1, Eos = 0;

    private static readonly SpecialIds Special = new(Pad, Pad, Unknown, new HashSet<int> { Pad, Eos, Tag }, 100);

    private static readonly EncodedPair[] Pairs =
        [.. Enumerable.Range(2, 40).Select(i => new EncodedPair([Tag, i, i + 1, i + 2, Eos], [i + 2, i + 1, i, Eos]))];

    [TorchFact]
    public void Without_noise_the_decoder_reads_the_target_moved_by_one()
    {
        using var batch = new Translation(Pad, Pad).Prepare([new([5, 6, Eos], [7, Eos]), new([8, Eos], [9, 10, Eos])], step: 1, CPU);

        Assert.Equal([5, 6, Eos, 8, Eos, Pad], Ids(batch.Source));
        Assert.Equal([Pad, 7, Pad, Pad, 9, 10], Ids(batch.TargetIn!));
        Assert.Equal([7, Eos, 9, 10, Eos], Ids(batch.TargetOut));
        Assert.Equal([0, 1, 3, 4, 5], Ids(batch.Places));
        Assert.Equal((5, null), (batch.Tokens, batch.OwnInputs));
    }

    [TorchFact]
    public void Dropped_words_become_unknown_and_tags_starts_and_ends_never_do()
    {
        var objective = new Translation(Pad, Pad) { WordDropout = new WordDropout(0.5, Special) };

        using var batch = objective.Prepare(Pairs, step: 3, CPU);

        var (source, input) = (Ids(batch.Source), Ids(batch.TargetIn!));
        Assert.All(source.Chunk(5), row => Assert.Equal((Tag, Eos), (row[0], row[4])));
        Assert.All(input.Chunk(4), row => Assert.Equal(Pad, row[0]));
        Assert.InRange(source.Count(id => id == Unknown), 40, 80);   // of 120 words
        Assert.InRange(input.Count(id => id == Unknown), 40, 80);
        Assert.DoesNotContain(Unknown, Ids(batch.TargetOut));
    }

    [TorchFact]
    public void Noise_follows_from_the_seed_and_the_update()
    {
        Assert.Equal(Noisy(seed: 1, step: 5), Noisy(seed: 1, step: 5));
        Assert.NotEqual(Noisy(seed: 1, step: 5), Noisy(seed: 1, step: 6));
        Assert.NotEqual(Noisy(seed: 1, step: 5), Noisy(seed: 2, step: 5));
    }

    [TorchFact]
    public void At_half_the_ratio_half_the_inputs_but_no_start_are_the_networks_own()
    {
        var objective = new Translation(Pad, Pad) { Forcing = new TeacherForcing(new TeacherForcingRecipe { Ratio = 0.5 }) };

        using var batch = objective.Prepare(Pairs, step: 1, CPU);

        var own = Ids(batch.OwnInputs!.to(ScalarType.Int64));
        Assert.All(own.Chunk(4), row => Assert.Equal(0, row[0]));
        Assert.InRange(own.Sum(), 40, 80);   // of 120
    }

    [TorchTheory]
    [InlineData("transformer")]
    [InlineData("gru")]
    [InlineData("conv")]
    [InlineData("prefix")]
    public void Every_kind_of_network_learns_from_its_own_predictions_and_differently(string family)
    {
        using var task = new TinyTask(pairs: 60);
        var recipe = task.Recipe(family);
        recipe = recipe with { Data = recipe.Data with { Valid = [] } };
        var own = recipe with
        {
            Directory = task.PathOf("own"),
            Training = recipe.Training with { TeacherForcing = new TeacherForcingRecipe { Schedule = "linear", Steps = 2 } },
        };

        Assert.NotEqual(Losses(recipe), Losses(own));
        Assert.All(Losses(own with { Directory = task.PathOf("again") }), loss => Assert.True(double.IsFinite(loss)));
    }

    private static int[] Noisy(int seed, int step)
    {
        var objective = new Translation(Pad, Pad) { Seed = seed, WordDropout = new WordDropout(0.5, Special) };
        using var batch = objective.Prepare(Pairs, step, CPU);
        return Ids(batch.Source);
    }

    private static List<double> Losses(Recipe recipe)
    {
        var progress = new RecordedProgress();
        using var run = new TrainingRun(recipe, progress);
        run.Train(CancellationToken.None);
        return [.. progress.Steps.Select(step => step.Loss)];
    }

    private static int[] Ids(Tensor tensor) => [.. MemoryMarshal.Cast<byte, long>(tensor.contiguous().bytes).ToArray().Select(id => (int)id)];
}
