using System.Globalization;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;

namespace Seq2SeqService.Training.Publishing;

/// <summary>Turns the best weights of a run into a published checkpoint, with a model card that holds measured scores.</summary>
internal sealed class Publication(Recipe recipe, TextWriter output)
{
    private readonly RunDirectory _run = new(recipe.Directory);

    /// <param name="weights">Which of the kept weights become the version.</param>
    public Checkpoint Publish(string store, string? version, WeightChoice weights, CancellationToken cancel)
    {
        if (recipe.Model.Type == ModelRecipe.EncoderOnly)
        {
            throw new RecipeException(
                "An encoderOnly model translates nothing, so there is nothing to serve. Name its run in model:initializeFrom and vocabulary:from of a translation recipe.");
        }

        var tokenizer = Directory.Exists(_run.Vocabulary)
            ? Tokenizer.Load(_run.Vocabulary)
            : throw new RecipeException($"{recipe.Directory} holds no run of this recipe; train it first.");
        var config = ModelConfigs.Describe(recipe.Model, tokenizer);
        var position = RunState.ReadPosition(_run) ?? throw new RecipeException($"{recipe.Directory} has saved no state yet; let it train on.");
        var steps = weights.Steps(recipe, position);
        var storage = recipe.Publish.Storage == "fp16" ? TensorType.F16 : TensorType.F32;
        var stored = StoredWeights.Of(AverageWeights.Read([.. steps.Select(step => PathOfWeights(position, step))]), storage);
        var rounded = recipe.Publish.Quantize == PrecisionChoice.Int8 ? stored.Quantize() : null;
        var generation = ModelConfigs.DescribeGeneration(recipe, tokenizer);
        var scores = new TestScores(config, generation, tokenizer, output);
        var sentinels = Sentinels(config, generation, tokenizer, rounded ?? stored, cancel);
        var card = Card(position, steps) with
        {
            Sentinels = sentinels,
            Scores = scores.Measure(stored, new CpuEngineOptions { Precision = CpuPrecision.Fp32 }, recipe.Publish.Tests, cancel),
            Int8Scores = rounded is null ? null : scores.Measure(rounded, new CpuEngineOptions { Precision = CpuPrecision.Int8 }, recipe.Publish.Tests, cancel),
        };

        return CheckpointPublisher.Publish(store, recipe.Name, new CheckpointContents
        {
            Config = config,
            Generation = generation,
            Directions = Directions(),
            TokenizerFiles = [.. Directory.GetFiles(_run.Vocabulary).Order(StringComparer.Ordinal).Select(path => CheckpointFile.Copy(path))],
            Weights = [.. stored.Names.Select(name => new WeightSource(name, stored.Find(name).Shape, stored.Find(name).Values))],
            Storage = storage,
            Int8Weights = rounded,
            ExtraFiles = sentinels.Count == 0 ? [] : [CheckpointFile.Of(CheckpointFiles.Sentinels, SentinelFile.ToBytes(sentinels))],
            Card = card,
        }, version);
    }

    private IReadOnlyList<Sentinel> Sentinels(ModelConfig config, GenerationConfig generation, Tokenizer tokenizer, ModelWeights weights, CancellationToken cancel)
    {
        using var engine = new CpuEngine(config, weights, new CpuEngineOptions { Precision = weights.IsQuantized ? CpuPrecision.Int8 : CpuPrecision.Fp32 });
        return new SentinelMaker(config, generation, tokenizer).Make(recipe.Data.Valid, Directions(), recipe.Publish.Sentinels, engine, cancel);
    }

    private string PathOfWeights(RunPosition position, int step)
    {
        var path = new BestWeights(_run, recipe.Validation.KeepBest).PathOf(step);
        return File.Exists(path)
            ? path
            : throw new RecipeException($"--step {step}: its weights are not kept; kept are {string.Join(", ", position.Best.Select(known => known.Step))}.");
    }

    private List<LanguagePair> Directions() =>
    [
        .. recipe.Data.Train
            .Where(corpus => corpus.SourceLanguage.Length > 0 && corpus.TargetLanguage.Length > 0)
            .SelectMany(corpus => corpus.BothWays
                ? [new(corpus.SourceLanguage, corpus.TargetLanguage), new(corpus.TargetLanguage, corpus.SourceLanguage)]
                : new[] { new LanguagePair(corpus.SourceLanguage, corpus.TargetLanguage) })
            .Distinct(),
    ];

    private ModelCard Card(RunPosition position, IReadOnlyList<int> steps) => new()
    {
        Title = recipe.Name,
        Summary = recipe.Publish.Summary,
        License = recipe.Publish.License,
        Datasets = recipe.Publish.Datasets,
        Attribution = recipe.Publish.Attribution,
        Limitations = recipe.Publish.Limitations,
        Training =
        [
            new(
                steps.Count > 1 ? "Mean of the weights after updates" : "Weights after update",
                string.Join("; ", steps.Order().Select(step => step.ToString("N0", CultureInfo.InvariantCulture)))),
            new("Updates of the run", position.Step.ToString("N0", CultureInfo.InvariantCulture)),
            new("Target tokens", position.Tokens.ToString("N0", CultureInfo.InvariantCulture)),
            new("Hours", position.Spent.TotalHours.ToString("F1", CultureInfo.InvariantCulture)),
            new("Precision", recipe.Training.Precision),
            .. FittedBatches(position),
            new("Device", recipe.Training.Device),
        ],
        Recipe = RecipeFile.Write(recipe),
        Date = DateOnly.FromDateTime(DateTime.UtcNow),
    };

    /// <summary>The size that was learned from, where the recipe's is not it.</summary>
    private static IEnumerable<KeyValuePair<string, string>> FittedBatches(RunPosition position)
    {
        if (position.Fit is { } fit)
            yield return new("Batches", string.Create(CultureInfo.InvariantCulture, $"{fit}, fitted into {fit.Megabytes:N0} MiB"));
    }
}
