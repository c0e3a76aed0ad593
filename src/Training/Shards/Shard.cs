using System.Globalization;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Shards;

/// <summary>One of several equal shares of a file.</summary>
/// <param name="Index">Which, from 0.</param>
/// <param name="Count">How many there are.</param>
internal sealed record Shard(int Index, int Count)
{
    public const string Environment = "env";

    private const int MostShards = 99_999;   // what five digits of a part's name hold

    /// <summary>
    /// Reads <c>2/8</c>; <c>env</c>, which asks Slurm for both, of an array that is whole; or <c>env/8</c>, which asks Kubernetes or Slurm which of 8, and of an
    /// array may leave some out, so that they can be done again alone.
    /// </summary>
    public static Shard Parse(string text, Func<string, string?> environment)
    {
        var parts = text.Split('/');
        if (parts is [Environment])
            return OfSlurm(environment) ?? throw new RecipeException("--shard env needs SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT; a Kubernetes Indexed Job does not say how many there are: name that with --shard env/8.");

        if (parts is not [var index, var count] || !IsNumber(count, out var all) || all is < 1 or > MostShards)
            throw Unreadable(text);

        if (index == Environment)
            return Checked(OfEnvironment(all, environment));

        return IsNumber(index, out var which) ? Checked(new(which, all)) : throw Unreadable(text);
    }

    /// <summary>As it is written, <c>2/8</c>.</summary>
    public override string ToString() => $"{Index}/{Count}";

    /// <summary>The file that this shard of an output goes to.</summary>
    public string PartOf(string output) => $"{output}.{Index:D5}-of-{Count:D5}";

    private static Shard OfEnvironment(int count, Func<string, string?> environment)
    {
        if (Variable("JOB_COMPLETION_INDEX", environment) is { } index)
            return new(index, count);

        return Variable("SLURM_ARRAY_TASK_ID", environment) is { } id
            ? new(id, count)
            : throw new RecipeException($"--shard env/{count} needs JOB_COMPLETION_INDEX (a Kubernetes Indexed Job) or SLURM_ARRAY_TASK_ID (a Slurm array).");
    }

    /// <summary>Arrays may begin at 0 or 1 (<c>--array=1-8</c>) and must not leave any out: some of the tasks of another array would be shares of another size.</summary>
    private static Shard? OfSlurm(Func<string, string?> environment)
    {
        if (Variable("SLURM_ARRAY_TASK_ID", environment) is not { } id || Variable("SLURM_ARRAY_TASK_COUNT", environment) is not { } count)
            return null;

        var first = Variable("SLURM_ARRAY_TASK_MIN", environment) ?? 0;
        if (first > 1)
            throw new RecipeException($"--shard env needs a Slurm array that begins at 0 or 1, not at {first}. To do some shards again, say of how many, as in --shard env/8; there they count from 0: element 5 of an array from 1 is shard 4.");
        if (Variable("SLURM_ARRAY_TASK_MAX", environment) is { } last && last - first + 1 != count)
            throw new RecipeException($"The Slurm array must count from {first} to {first + count - 1} and leave no number out; it has {count} tasks up to {last}.");

        return Checked(new(id - first, count));
    }

    private static int? Variable(string name, Func<string, string?> environment) => environment(name) switch
    {
        null or "" => null,
        var text when IsNumber(text, out var number) => number,
        var text => throw new RecipeException($"The environment variable {name} must be a number, not '{text}'."),
    };

    private static Shard Checked(Shard shard) => shard.Index < shard.Count
        ? shard
        : throw new RecipeException($"--shard {shard}: shards count from 0, so the last of {shard.Count} is {shard.Count - 1}/{shard.Count}.");

    private static bool IsNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static RecipeException Unreadable(string text) =>
        new($"--shard {text}: must be which of how many, counted from 0 (2/8); env (a Slurm array); or env/8 (a Kubernetes Indexed Job or a Slurm array).");
}
