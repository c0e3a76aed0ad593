using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>translate checkpoint</c>: a file or standard input, line by line, to a file or standard output; progress goes to standard error.</summary>
internal static class TranslateCommand
{
    private const int LinesAtOnce = 512;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static Command Create()
    {
        var checkpoint = CommonOptions.Checkpoint();
        var pair = CommonOptions.Pair();
        var beam = CommonOptions.Beam(4);
        var lengthPenalty = CommonOptions.LengthPenalty();
        var threads = CommonOptions.Threads();
        var precision = CommonOptions.Precision();
        var shortlist = CommonOptions.Shortlist();
        var input = new Option<string?>("--input") { Description = "File to translate; standard input where it is left out." };
        var output = new Option<string?>("--output") { Description = "File to write; standard output where it is left out." };
        var shard = new Option<string?>("--shard")
        {
            Description = "Translate one share of --input into a part of --output and go on where a killed process was: which of how many, counted from 0 (2/8), env in a Slurm array that is whole, env/8 in a Kubernetes Indexed Job or a Slurm array.",
        };
        var command = new Command("translate", "Translate lines of text with a checkpoint.") { checkpoint, pair, beam, lengthPenalty, threads, precision, shortlist, input, output, shard };

        command.SetAction(async (parsed, cancel) =>
        {
            using var model = new OpenedModel(
                parsed.GetRequiredValue(checkpoint), parsed.GetValue(threads), parsed.GetRequiredValue(precision), parsed.GetValue(shortlist));
            var direction = model.Direction(parsed.GetValue(pair));
            var options = model.Decoding(parsed.GetValue(beam), parsed.GetValue(lengthPenalty));
            if (parsed.GetValue(shard) is { } share)
            {
                var how = FormattableString.Invariant($"beam {options.BeamSize}, length penalty {options.LengthPenalty}, precision {parsed.GetRequiredValue(precision)}, shortlist {parsed.GetValue(shortlist)}, direction {direction}");
                await ShardedTranslation.RunAsync(model, direction, options, new(share, parsed.GetValue(input), parsed.GetValue(output), how), (_, translation) => translation, cancel);
                return 0;
            }

            using var reader = parsed.GetValue(input) is { } from ? new StreamReader(from, Utf8) : new StreamReader(Console.OpenStandardInput(), Utf8);
            await using var writer = parsed.GetValue(output) is { } to ? new StreamWriter(to, false, Utf8) : new StreamWriter(Console.OpenStandardOutput(), Utf8);
            await TranslateAsync(model, direction, options, reader, writer, cancel);
            return 0;
        });
        return command;
    }

    private static async Task TranslateAsync(
        OpenedModel model, LanguagePair? direction, DecodingOptions options, StreamReader reader, StreamWriter writer, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var done = 0L;
        foreach (var lines in Lines(reader).Chunk(LinesAtOnce))
        {
            foreach (var line in new LineTranslator(model, direction, options).Translate(lines, cancel))
                await writer.WriteAsync((line.Replace('\n', ' ') + "\n").AsMemory(), cancel);

            await writer.FlushAsync(cancel);
            done += lines.Length;
            await Console.Error.WriteLineAsync($"{done:N0} lines, {done / clock.Elapsed.TotalSeconds:N0} lines/s");
        }
    }

    /// <summary>Lines end at line feeds only, as in aligned files, so that output and input keep in step.</summary>
    private static IEnumerable<string> Lines(StreamReader reader)
    {
        var line = new StringBuilder();
        for (int letter; (letter = reader.Read()) >= 0;)
        {
            if (letter != '\n')
            {
                line.Append((char)letter);
                continue;
            }

            yield return line.ToString().TrimEnd('\r');
            line.Clear();
        }

        if (line.Length > 0)
            yield return line.ToString();
    }
}
