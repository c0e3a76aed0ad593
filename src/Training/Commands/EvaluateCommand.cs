using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Validation;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>evaluate checkpoint --source f --reference f</c>: BLEU and chrF of a checkpoint on a test set.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var checkpoint = CommonOptions.Checkpoint();
        var pair = CommonOptions.Pair();
        var beam = CommonOptions.Beam(4);
        var lengthPenalty = CommonOptions.LengthPenalty();
        var threads = CommonOptions.Threads();
        var precision = CommonOptions.Precision();
        var shortlist = CommonOptions.Shortlist();
        var source = new Option<string>("--source") { Description = "Sentences to translate, one a line.", Required = true };
        var reference = new Option<string>("--reference") { Description = "Their translations, line by line.", Required = true };
        var output = new Option<string?>("--output") { Description = "File for the model's translations." };
        var lowercase = new Option<bool>("--lowercase") { Description = "Score without regard to case, as sacrebleu -lc." };
        var command = new Command("evaluate", "Score a checkpoint on a test set.")
        {
            checkpoint, source, reference, pair, beam, lengthPenalty, threads, precision, shortlist, output, lowercase,
        };

        command.SetAction((parsed, cancel) =>
        {
            using var model = new OpenedModel(
                parsed.GetRequiredValue(checkpoint), parsed.GetValue(threads), parsed.GetRequiredValue(precision), parsed.GetValue(shortlist));
            var direction = model.Direction(parsed.GetValue(pair));
            var test = new TestRecipe
            {
                Source = parsed.GetRequiredValue(source), Target = parsed.GetRequiredValue(reference),
                SourceLanguage = direction?.Source ?? "", TargetLanguage = direction?.Target ?? "",
                Lowercase = parsed.GetValue(lowercase),
            };
            var clock = Stopwatch.StartNew();
            var score = Score(model, test, model.Decoding(parsed.GetValue(beam), parsed.GetValue(lengthPenalty)), cancel);
            Print(score, clock.Elapsed);
            if (parsed.GetValue(output) is { } file)
                File.WriteAllLines(file, score.Outputs);
            return Task.FromResult(0);
        });
        return command;
    }

    private static DirectionScore Score(OpenedModel model, TestRecipe test, DecodingOptions options, CancellationToken cancel)
    {
        var validator = new Validator(model.Checkpoint.Config, model.Checkpoint.Generation, model.Checkpoint.Tokenizer);
        return validator.Score(model.Engine, ValidationSet.Read([test], limit: 0), options, cancel)[0];
    }

    private static void Print(DirectionScore score, TimeSpan spent)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"BLEU {score.Bleu.Value:F2}   {score.Bleu.Signature}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"chrF {score.Chrf.Value:F2}   {score.Chrf.Signature}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{score.Outputs.Count:N0} sentences in {spent.TotalSeconds:F1} s, {score.Tokens / spent.TotalSeconds:N0} tokens/s"));
    }
}
