using System.CommandLine;
using Seq2SeqService.Training.Shards;
using Seq2SeqService.Training.Synthesis;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>synthesize back-translation|distillation checkpoint --input f --output f</c>: pairs to learn from out of text in one language.</summary>
internal static class SynthesizeCommand
{
    private const string Whole = "0/1";

    public static Command Create() => new("synthesize", "Make training pairs of text in one language, with a model that exists.")
    {
        Kind("back-translation", "Text in the language to be learned becomes the targets; a model of the other direction makes the sources.", SyntheticPair.BackTranslated),
        Kind("distillation", "Text to translate becomes the sources; what a larger model makes of it becomes the targets.", SyntheticPair.Distilled),
    };

    private static Command Kind(string name, string description, Func<string, string, string> toLine)
    {
        var checkpoint = CommonOptions.Checkpoint();
        var pair = CommonOptions.Pair();
        var beam = CommonOptions.Beam(4);
        var lengthPenalty = CommonOptions.LengthPenalty();
        var threads = CommonOptions.Threads();
        var precision = CommonOptions.Precision();
        var shortlist = CommonOptions.Shortlist();
        var input = new Option<string>("--input") { Description = "Text, one sentence a line.", Required = true };
        var output = new Option<string>("--output") { Description = "File for the pairs: source and target between tabs, as \"tsv\" in a recipe takes them.", Required = true };
        var shard = new Option<string>("--shard") { Description = "One share of the text, as translate --shard; merge puts several together.", DefaultValueFactory = _ => Whole };
        var command = new Command(name, description) { checkpoint, pair, beam, lengthPenalty, threads, precision, shortlist, input, output, shard };

        command.SetAction(async (parsed, cancel) =>
        {
            using var model = new OpenedModel(
                parsed.GetRequiredValue(checkpoint), parsed.GetValue(threads), parsed.GetRequiredValue(precision), parsed.GetValue(shortlist));
            var direction = model.Direction(parsed.GetValue(pair));
            var options = model.Decoding(parsed.GetValue(beam), parsed.GetValue(lengthPenalty));
            var how = FormattableString.Invariant($"{name}, beam {options.BeamSize}, length penalty {options.LengthPenalty}, precision {parsed.GetRequiredValue(precision)}, shortlist {parsed.GetValue(shortlist)}, direction {direction}");
            var files = new ShardFiles(parsed.GetRequiredValue(shard), parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), how);

            await ShardedTranslation.RunAsync(model, direction, options, files, toLine, cancel);
            if (files.Shard == Whole)
                await Console.Error.WriteLineAsync($"{ShardMerge.Run(files.Output!, cancel):N0} pairs in {files.Output}");
            return 0;
        });
        return command;
    }
}
