using Seq2SeqService.Training.Progress;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Validation;
using Seq2SeqService.Training.Watching.Alarms;

namespace Seq2SeqService.Training.Tests;

/// <summary>A toy language pair in a directory of its own: the target says the source's words in the opposite order.</summary>
internal sealed class TinyTask : IDisposable
{
    private static readonly string[] Words = ["red", "green", "blue", "one", "two", "three", "cat", "dog", "sun", "moon", "salt", "rain"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();

    public TinyTask(int pairs = 400)
    {
        Write("train", pairs, seed: 1);
        Write("valid", 20, seed: 2);
    }

    /// <summary>A recipe that learns the task with a network of the given family.</summary>
    public Recipe Recipe(string family, string run = "run") => family == "masked" ? Masked(run) : Translation(family, run);

    public string PathOf(string name) => Path.Combine(_directory.FullName, name);

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>The source's sentences alone, masked.</summary>
    private Recipe Masked(string run)
    {
        var recipe = Translation("masked", run);
        return recipe with
        {
            Data = recipe.Data with { Train = [new CorpusRecipe { Source = PathOf("train.xx") }], Valid = [new CorpusRecipe { Source = PathOf("valid.xx") }] },
            Validation = recipe.Validation with { Metric = "loss" },
        };
    }

    private Recipe Translation(string family, string run) => new()
    {
        Name = "tiny",
        Directory = PathOf(run),
        Data = new DataRecipe { Train = [Corpus("train")], Valid = [Corpus("valid")], MaxTokens = 64 },
        Vocabulary = new VocabularyRecipe { Size = 400 },
        Model = TinyModels.Of(family) with { MaxPositions = 128 },
        Training = new OptimizationRecipe { BatchTokens = 512, Steps = 6, Epochs = 0, WarmupSteps = 4, Threads = 1, AverageDecay = 0.9 },
        Validation = new ValidationRecipe { Every = 0, Sentences = 5 },
    };

    private CorpusRecipe Corpus(string name) => new()
    {
        Source = PathOf(name + ".xx"), Target = PathOf(name + ".yy"), SourceLanguage = "xx", TargetLanguage = "yy",
    };

    private void Write(string name, int pairs, int seed)
    {
        var random = new Random(seed);
        var sources = Enumerable.Range(0, pairs).Select(_ => random.GetItems(Words, random.Next(1, 6))).ToList();
        File.WriteAllLines(PathOf(name + ".xx"), sources.Select(words => string.Join(' ', words)));
        File.WriteAllLines(PathOf(name + ".yy"), sources.Select(words => string.Join(' ', words.Reverse())));
    }
}

/// <summary>Keeps what a run says.</summary>
internal sealed class RecordedProgress : ITrainingProgress
{
    public List<StepReport> Steps { get; } = [];

    public List<ValidationReport> Validations { get; } = [];

    public List<string> Lines { get; } = [];

    public Action<RunPosition> OnStep { get; init; } = _ => { };

    public Action<RunEnd> OnEnd { get; init; } = _ => { };

    public void Say(string line) => Lines.Add(line);

    public void Updated(RunPosition position, StepReport report, int batches)
    {
        Steps.Add(report);
        OnStep(position);
    }

    public void Validated(ValidationReport report, RunPosition position, int samples) => Validations.Add(report);

    public void Alarmed(Alarm alarm) => Say(alarm.Line);

    public void Ended(RunEnd end) => OnEnd(end);
}
