using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Shards;

namespace Seq2SeqService.Training.Tests.Shards;

public sealed class ShardTests
{
    [Theory]
    [InlineData("2/8", "", "2/8")]
    [InlineData("0/1", "", "0/1")]
    [InlineData("env/8", "JOB_COMPLETION_INDEX=7", "7/8")]
    [InlineData("env", "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=4", "3/4")]
    [InlineData("env", "SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=4", "3/4")]
    [InlineData("env/4", "SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_COUNT=4", "0/4")]
    [InlineData("env/8", "SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=1 SLURM_ARRAY_TASK_MIN=5 SLURM_ARRAY_TASK_MAX=5", "5/8")]   // --array=5: once more
    public void A_shard_is_named_or_found_in_the_environment(string text, string environment, string shard) =>
        Assert.Equal(shard, $"{Parse(text, environment)}");

    [Theory]
    [InlineData("8/8", "", "count from 0")]
    [InlineData("1", "", "must be which of how many")]
    [InlineData("-1/8", "", "must be which of how many")]
    [InlineData("0/0", "", "must be which of how many")]
    [InlineData("env", "", "SLURM_ARRAY_TASK_ID")]
    [InlineData("env", "JOB_COMPLETION_INDEX=1", "--shard env/8")]
    [InlineData("env/8", "", "JOB_COMPLETION_INDEX")]
    [InlineData("env/8", "JOB_COMPLETION_INDEX=x", "must be a number")]
    [InlineData("env/8", "JOB_COMPLETION_INDEX=8", "count from 0")]
    [InlineData("env/8", "SLURM_ARRAY_TASK_ID=8 SLURM_ARRAY_TASK_COUNT=8 SLURM_ARRAY_TASK_MIN=1", "count from 0")]
    [InlineData("env", "SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=1 SLURM_ARRAY_TASK_MIN=5 SLURM_ARRAY_TASK_MAX=5", "element 5 of an array from 1 is shard 4")]
    [InlineData("env", "SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=4", "leave no number out")]
    public void What_names_no_shard_is_refused_and_says_what_to_write(string text, string environment, string reason) =>
        Assert.Contains(reason, Assert.Throws<RecipeException>(() => Parse(text, environment)).Message, StringComparison.Ordinal);

    private static Shard Parse(string text, string environment)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return Shard.Parse(text, name => variables.GetValueOrDefault(name));
    }
}
