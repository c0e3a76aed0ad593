using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Training.Publishing;

/// <summary>The mean of several weights of one run, which often translates better than each of them (Junczys-Dowmunt et al., 2016).</summary>
internal static class AverageWeights
{
    public static ModelWeights Read(IReadOnlyList<string> paths)
    {
        var first = ModelWeights.Read(paths[0]);
        if (paths.Count == 1)
            return first;

        var sums = first.Names.ToDictionary(name => name, first.Find);
        foreach (var path in paths.Skip(1))
            Add(ModelWeights.Read(path), sums);
        foreach (var sum in sums.Values)
        {
            for (var i = 0; i < sum.Values.Length; i++)
                sum.Values[i] /= paths.Count;
        }

        return new ModelWeights(sums);
    }

    private static void Add(ModelWeights weights, Dictionary<string, WeightTensor> sums)
    {
        foreach (var (name, sum) in sums)
        {
            var values = weights.Get(name, [.. sum.Shape]);
            for (var i = 0; i < values.Length; i++)
                sum.Values[i] += values[i];
        }
    }
}
