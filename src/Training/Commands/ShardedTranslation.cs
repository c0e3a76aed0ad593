using System.Diagnostics;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Shards;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>translate --shard</c>: one share of a file, by a process that may be killed and started again.</summary>
internal static class ShardedTranslation
{
    /// <param name="toLine">Makes a line of the output of a line of the input and its translation.</param>
    public static async Task RunAsync(
        OpenedModel model, LanguagePair? direction, DecodingOptions options, ShardFiles files, Func<string, string, string> toLine, CancellationToken cancel)
    {
        var (from, to) = files.Names();
        var shard = Shard.Parse(files.Shard, Environment.GetEnvironmentVariable);
        var input = new ShardInput(from, shard);
        var header = new ShardHeader
        {
            Shard = $"{shard}",
            InputBytes = input.Length,
            Begin = input.Begin,
            End = input.End,
            InputSha256 = input.Hash,
            Model = $"{model.Checkpoint.Name}/{model.Checkpoint.Version}",
            Options = files.How,
        };
        var translator = new LineTranslator(model, direction, options);
        var lines = new ShardRun(to, shard).Run(input, header, lines => [.. lines.Zip(translator.Translate(lines, cancel), toLine)], new Progress(), cancel);
        await Console.Error.WriteLineAsync($"{shard.PartOf(to)}: {lines:N0} lines");
    }

    /// <summary>Says at once what counts, in the order in which it does.</summary>
    private sealed class Progress : IProgress<ShardPosition>
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();

        public void Report(ShardPosition value) => Console.Error.WriteLine($"{value.Lines:N0} lines after {_clock.Elapsed.TotalSeconds:N0} s");
    }
}

/// <summary>What the command line says of a shard.</summary>
/// <param name="Shard">Which.</param>
/// <param name="Input">The file to translate.</param>
/// <param name="Output">The file whose part is written.</param>
/// <param name="How">The options that decide the translation, in words.</param>
internal sealed record ShardFiles(string Shard, string? Input, string? Output, string How)
{
    public (string Input, string Output) Names() => Input is not null && Output is not null
        ? (Input, Output)
        : throw new RecipeException("--shard needs --input and --output: a share is taken of a file and goes into a file of its own.");
}
