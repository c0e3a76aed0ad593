using System.CommandLine;
using System.Globalization;
using Seq2SeqService.Core.Scores.Significance;
using Seq2SeqService.Training.Evaluation;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>evaluate system… --source f --reference f</c>: scores of checkpoints, or of translations that are ready, on a test set.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var systems = new Argument<string[]>("system")
        {
            Description = "Published versions, models (their newest versions), or files of ready translations; the first is what the others are compared with.",
            Arity = ArgumentArity.OneOrMore,
        };
        var translation = new TranslationOptions();
        var references = new Option<string[]>("--reference")
        {
            Description = "Translations of the source, line by line; several files are several translators, an empty line says that one has none.",
            Required = true, AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<string?>("--output") { Description = "File for the translations of a single checkpoint." };
        var report = new ReportOptions();
        var command = new Command("evaluate", "Score checkpoints or ready translations on a test set.") { systems, references, output };
        translation.AddTo(command);
        report.AddTo(command);

        command.SetAction((parsed, cancel) =>
        {
            var test = new TestSet(parsed.GetValue(translation.Source), parsed.GetRequiredValue(references));
            var made = parsed.GetRequiredValue(systems).Select(system => test.Translate(system, translation.Read(parsed), cancel)).ToList();
            if (parsed.GetValue(output) is { } file)
                Keep(made, file);
            report.Print(parsed, made, test);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Keep(List<SystemOutputs> made, string file)
    {
        if (made.Count > 1)
            throw new RecipeException("--output is for one checkpoint; evaluate others by themselves, and compare the files then.");

        File.WriteAllLines(file, made[0].Outputs);
    }

    /// <summary>Options that say what is measured and how it is told.</summary>
    private sealed class ReportOptions
    {
        private readonly Option<string[]> _measures = new("--measures")
        {
            Description = "What is measured.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["bleu", "chrf"],
        };

        private readonly Option<string> _tokenizer = new("--tokenize")
        {
            Description = "How BLEU cuts words; auto is zh for Chinese targets and else 13a.", DefaultValueFactory = _ => MeasureChoice.Auto,
        };

        private readonly Option<string> _smoothing = new("--smooth") { Description = "What BLEU does with an order without a match.", DefaultValueFactory = _ => "exp" };

        private readonly Option<bool> _lowercase = new("--lowercase") { Description = "Score without regard to case, as sacrebleu -lc." };

        private readonly Option<string> _test = new("--test") { Description = "Where p-values and intervals come from.", DefaultValueFactory = _ => "bootstrap" };

        private readonly Option<int?> _samples = new("--samples") { Description = "Samples of the bootstrap (1000), or trials of randomization (10000)." };

        private readonly Option<uint> _seed = new("--seed") { Description = "Of the samples.", DefaultValueFactory = _ => 12345 };

        private readonly Option<string?> _format = new("--format") { Description = "text for one system, else markdown or json." };

        public void AddTo(Command command)
        {
            _measures.AcceptOnlyFromAmong(MeasureChoice.Names);
            _tokenizer.AcceptOnlyFromAmong(MeasureChoice.Tokenizers);
            _smoothing.AcceptOnlyFromAmong(MeasureChoice.Smoothings);
            _test.AcceptOnlyFromAmong("bootstrap", "randomization");
            _format.AcceptOnlyFromAmong("text", "markdown", "json");
            foreach (var option in (Option[])[_measures, _tokenizer, _smoothing, _lowercase, _test, _samples, _seed, _format])
                command.Options.Add(option);
        }

        public void Print(ParseResult parsed, IReadOnlyList<SystemOutputs> systems, TestSet test)
        {
            var choice = new MeasureChoice
            {
                Measures = parsed.GetRequiredValue(_measures), Tokenizer = parsed.GetRequiredValue(_tokenizer),
                Smoothing = parsed.GetRequiredValue(_smoothing), Lowercase = parsed.GetValue(_lowercase),
            };
            var measures = choice.Create(test.IsChinese);
            var format = parsed.GetValue(_format) ?? (systems.Count == 1 ? "text" : "markdown");
            if (format != "text")
            {
                var table = new ScoreTable(systems, test.References, measures, Test(parsed));
                Console.Write(format == "json" ? table.ToJson() + "\n" : table.ToMarkdown());
                return;
            }

            foreach (var system in systems)
            {
                foreach (var score in measures.Select(measure => measure.Score(measure.Collect(system.Outputs, test.References))))
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Shown(score.Name)} {score.Value:F2}   {score.Signature}"));
                Console.WriteLine(system.Speed ?? $"{system.Outputs.Count:N0} sentences of {system.Name}");
            }
        }

        private static string Shown(string name) => name == "chrF2" ? "chrF" : name;

        private PairedTest Test(ParseResult parsed)
        {
            var samples = parsed.GetValue(_samples);
            if (samples is < 1 or > 1_000_000)
                throw new RecipeException($"--samples {samples}: from 1 to 1,000,000.");

            return parsed.GetRequiredValue(_test) == "bootstrap"
                ? new PairedBootstrap(samples ?? 1000, parsed.GetValue(_seed))
                : new ApproximateRandomization(samples ?? 10_000, Seed: parsed.GetValue(_seed));
        }
    }
}
