using System.Globalization;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Training.Runs;

/// <summary>Keeps the weights of the best validations under <c>best/&lt;step&gt;/</c>.</summary>
internal sealed class BestWeights(RunDirectory run, int keep)
{
    private const string FileName = "model.safetensors";

    /// <summary>Ranks a validation (a score that is not a number comes last) and stores its weights if it is among the best. Those that no longer are stay until <see cref="Prune"/>.</summary>
    public RunPosition Consider(RunPosition position, double score, IReadOnlyDictionary<string, WeightTensor> weights)
    {
        var ranked = position.Best.Where(known => known.Step != position.Step)
            .Append(new ScoredStep(position.Step, score))
            .OrderByDescending(known => known.Score)
            .ThenBy(known => known.Step)
            .ToList();

        if (ranked.FindIndex(known => known.Step == position.Step) < keep)
            Store(position.Step, weights);
        return position with { Best = [.. ranked.Take(keep)], SinceBest = ranked[0].Step == position.Step ? 0 : position.SinceBest + 1 };
    }

    /// <summary>Deletes what <paramref name="position"/> does not rank; called once that position is saved, so that a killed run finds its best weights.</summary>
    public void Prune(RunPosition position)
    {
        if (!Directory.Exists(run.Best))
            return;

        var kept = position.Best.Select(known => DirectoryOf(known.Step)).ToHashSet();
        foreach (var directory in Directory.GetDirectories(run.Best).Where(directory => !kept.Contains(directory)))
            Directory.Delete(directory, recursive: true);
    }

    public string PathOf(int step) => Path.Combine(DirectoryOf(step), FileName);

    private void Store(int step, IReadOnlyDictionary<string, WeightTensor> weights)
    {
        var partial = DirectoryOf(step) + ".partial";
        DiskSync.Clear(partial);   // of a process that was killed in the middle
        Directory.CreateDirectory(partial);
        DiskSync.WriteFile(Path.Combine(partial, FileName), file => SafetensorsWriter.Write(
            file, weights.Select(named => new WeightSource(named.Key, named.Value.Shape, named.Value.Values))));
        DiskSync.Clear(DirectoryOf(step));
        Directory.Move(partial, DirectoryOf(step));
    }

    private string DirectoryOf(int step) => Path.Combine(run.Best, step.ToString(CultureInfo.InvariantCulture));
}
