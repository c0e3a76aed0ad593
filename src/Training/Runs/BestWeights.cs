using System.Globalization;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Training.Runs;

/// <summary>Keeps the weights of the best validations under <c>best/&lt;step&gt;/</c>.</summary>
internal sealed class BestWeights(RunDirectory run, int keep)
{
    private const string FileName = "model.safetensors";

    /// <summary>Ranks a validation; stores its weights if it is among the best, and drops those that no longer are.</summary>
    public RunPosition Consider(RunPosition position, double score, IReadOnlyDictionary<string, WeightTensor> weights)
    {
        var isBest = position.Best.Count == 0 || score > position.Best[0].Score;
        var ranked = position.Best.Where(known => known.Step != position.Step)
            .Append(new ScoredStep(position.Step, score))
            .OrderByDescending(known => known.Score)
            .ThenBy(known => known.Step)
            .ToList();

        if (ranked.FindIndex(known => known.Step == position.Step) < keep)
            Store(position.Step, weights);
        foreach (var dropped in ranked.Skip(keep).Where(known => Directory.Exists(DirectoryOf(known.Step))))
            Directory.Delete(DirectoryOf(dropped.Step), recursive: true);

        return position with { Best = [.. ranked.Take(keep)], SinceBest = isBest ? 0 : position.SinceBest + 1 };
    }

    public string PathOf(int step) => Path.Combine(DirectoryOf(step), FileName);

    private void Store(int step, IReadOnlyDictionary<string, WeightTensor> weights)
    {
        var partial = DirectoryOf(step) + ".partial";
        Directory.CreateDirectory(partial);
        using (var file = File.Create(Path.Combine(partial, FileName)))
            SafetensorsWriter.Write(file, weights.Select(named => new WeightSource(named.Key, named.Value.Shape, named.Value.Values)));
        if (Directory.Exists(DirectoryOf(step)))
            Directory.Delete(DirectoryOf(step), recursive: true);
        Directory.Move(partial, DirectoryOf(step));
    }

    private string DirectoryOf(int step) => Path.Combine(run.Best, step.ToString(CultureInfo.InvariantCulture));
}
