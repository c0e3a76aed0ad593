using System.CommandLine;
using Seq2SeqService.Training.Publishing;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>quantize checkpoint --tests recipe.json</c>: a published version becomes a new one with weights in 8 bits; no run is needed.</summary>
internal static class QuantizeCommand
{
    public static Command Create()
    {
        var checkpoint = CommonOptions.Checkpoint();
        var tests = CommonOptions.Tests("in fp32 and int8");
        var store = CommonOptions.NewStore();
        var version = CommonOptions.NewVersion();
        var dropFp32 = new Option<bool>("--drop-fp32") { Description = "Leave the fp32 weights out of the new version." };
        var command = new Command("quantize", "Publish a version again with weights in 8 bits.") { checkpoint, tests, store, version, dropFp32 };

        command.SetAction((parsed, cancel) =>
        {
            var published = OpenedModel.Find(parsed.GetRequiredValue(checkpoint));
            var root = parsed.GetValue(store) ?? CommonOptions.StoreOf(published);
            var sets = CommonOptions.TestsOf(parsed.GetValue(tests));
            var made = new Quantization(published, Console.Out).Publish(root, parsed.GetValue(version), sets, parsed.GetValue(dropFp32), cancel);
            Console.WriteLine($"Published {made.Name}/{made.Version} in {root}");
            return Task.FromResult(0);
        });
        return command;
    }
}
