using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Shards;

/// <summary>Puts the parts of an output together, when all are whole and of one making.</summary>
internal static class ShardMerge
{
    /// <summary>Writes the output and gives how many lines it has. The parts stay.</summary>
    public static long Run(string output, CancellationToken cancel)
    {
        var parts = PartsOf(output);
        var headers = parts.Select(Check).ToList();
        for (var i = 1; i < parts.Count; i++)
        {
            var (before, here) = (headers[i - 1].Header, headers[i].Header);
            if (here.Begin != before.End || (here with { Shard = "", Begin = 0, End = 0, InputSha256 = "" }) != (before with { Shard = "", Begin = 0, End = 0, InputSha256 = "" }))
                throw new RecipeException($"{parts[i]} was made of another input, or with another model or other options, than {parts[i - 1]}.");
        }

        var unfinished = output + ".partial";
        File.Delete(unfinished);
        DiskSync.WriteFile(unfinished, whole =>
        {
            foreach (var part in parts)
            {
                cancel.ThrowIfCancellationRequested();
                using var from = File.OpenRead(part);
                from.CopyTo(whole);
            }
        });
        File.Move(unfinished, output, overwrite: true);
        DiskSync.Directory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        return headers.Sum(part => part.Lines);
    }

    private static List<string> PartsOf(string output)
    {
        var (directory, name) = (Path.GetDirectoryName(Path.GetFullPath(output))!, Path.GetFileName(output));
        var counts = Directory.GetFiles(directory, $"{name}.*-of-*.journal").Select(path => path[^13..^8]).Distinct().ToList();
        if (counts is not [var count] || !int.TryParse(count, out var shards))
            throw new RecipeException(counts.Count == 0 ? $"There is no part of {output} ({output}.00000-of-…)." : $"There are parts of {output} of several runs: of {string.Join(" and of ", counts)}.");

        var parts = Enumerable.Range(0, shards).Select(index => new Shard(index, shards).PartOf(output)).ToList();
        var missing = parts.Where(part => !File.Exists(part)).ToList();
        return missing.Count == 0 ? parts : throw new RecipeException($"Not all parts are whole yet: {missing.Count} of {shards} are missing, the first is {missing[0]}.");
    }

    private static (ShardHeader Header, long Lines) Check(string part)
    {
        var (header, position) = ShardJournal.Look(ShardRun.JournalOf(part)) ?? throw new RecipeException($"{part} has no journal beside it.");
        if (position.Input != header.End || position.Output != new FileInfo(part).Length)
            throw new RecipeException($"{part} is not what its journal says; translate the shard again.");

        return (header, position.Lines);
    }
}
