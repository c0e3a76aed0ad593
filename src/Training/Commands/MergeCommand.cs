using System.CommandLine;
using Seq2SeqService.Training.Shards;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>merge output</c>: makes one file of the parts that <c>translate --shard</c> wrote.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var output = new Argument<string>("output") { Description = "What --output of translate --shard named." };
        var command = new Command("merge", "Put the parts of translate --shard together, when all are whole.") { output };
        command.SetAction(async (parsed, cancel) =>
        {
            var name = parsed.GetRequiredValue(output);
            await Console.Error.WriteLineAsync($"{ShardMerge.Run(name, cancel):N0} lines in {name}");
            return 0;
        });
        return command;
    }
}
