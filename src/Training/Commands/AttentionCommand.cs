using System.CommandLine;
using System.Globalization;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Training.Pictures;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>attention checkpoint --input f --output d</c>: for every sentence a picture of what each output piece looked at in the source.</summary>
internal static class AttentionCommand
{
    public static Command Create()
    {
        var checkpoint = CommonOptions.Checkpoint();
        var pair = CommonOptions.Pair();
        var beam = CommonOptions.Beam(1);
        var threads = CommonOptions.Threads();
        var input = new Option<string>("--input") { Description = "Sentences to translate, one a line.", Required = true };
        var output = new Option<string>("--output") { Description = "Directory for the pictures, 01.svg and so on.", Required = true };
        var command = new Command("attention", "Draw what a model looks at while it translates.") { checkpoint, input, output, pair, beam, threads };

        command.SetAction((parsed, cancel) =>
        {
            using var model = new OpenedModel(parsed.GetRequiredValue(checkpoint), parsed.GetValue(threads));
            var options = model.Decoding(parsed.GetValue(beam), lengthPenalty: null);
            var count = Draw(
                model, model.Direction(parsed.GetValue(pair)), options, ReadSentences(parsed.GetRequiredValue(input)), parsed.GetRequiredValue(output), cancel);
            Console.WriteLine($"{count:N0} pictures in {parsed.GetRequiredValue(output)}");
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>Writes one picture for each sentence and returns their number.</summary>
    internal static int Draw(
        OpenedModel model, LanguagePair? direction, DecodingOptions options, IReadOnlyList<string> sentences, string directory, CancellationToken cancel)
    {
        var tokenizer = model.Checkpoint.Tokenizer;
        var sources = sentences.Select(sentence => tokenizer.EncodeSource(sentence, direction?.Target)).ToList();
        var translations = model.Sentences.Translate(sources, options with { WithAttention = true }, cancel);

        Directory.CreateDirectory(directory);
        var digits = Math.Max(2, sentences.Count.ToString(CultureInfo.InvariantCulture).Length);
        for (var i = 0; i < sentences.Count; i++)
        {
            var best = translations[i][0];
            var ends = best.Attention.Count > best.Tokens.Count ? [tokenizer.EosId] : Array.Empty<int>();   // the length limit leaves it out
            var picture = new AttentionPicture(
                [.. sources[i].Select(tokenizer.PieceOf)], [.. best.Tokens.Concat(ends).Select(tokenizer.PieceOf)], best.Attention);
            var name = (i + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
            File.WriteAllText(Path.Combine(directory, $"{name}.svg"), picture.Draw() + "\n");
        }

        return sentences.Count;
    }

    private static IReadOnlyList<string> ReadSentences(string path) => File.Exists(path)
        ? [.. File.ReadLines(path).Where(line => !string.IsNullOrWhiteSpace(line))]
        : throw new RecipeException($"There is no file {path}.");
}
