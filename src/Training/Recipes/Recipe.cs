using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>Everything that decides what a training run does: one JSON file (comments allowed), any value overridden with <c>--set key=value</c>.</summary>
public sealed record Recipe
{
    /// <summary>Name of the model, and of its directory in a model store.</summary>
    [Required, RegularExpression("[a-z0-9][a-z0-9._-]*", ErrorMessage = "name: use lower-case letters, digits, '.', '_' and '-'.")]
    public string Name { get; init; } = "";

    /// <summary>Directory of the run: state, logs, vocabulary. Relative to the working directory.</summary>
    public string Directory { get; init; } = "";

    /// <summary>Decides first weights, order of the data and dropout.</summary>
    public int Seed { get; init; } = 1;

    public DataRecipe Data { get; init; } = new();

    public VocabularyRecipe Vocabulary { get; init; } = new();

    public ModelRecipe Model { get; init; } = new();

    public OptimizationRecipe Training { get; init; } = new();

    public ValidationRecipe Validation { get; init; } = new();
}

/// <summary>The parallel text.</summary>
public sealed record DataRecipe
{
    /// <summary>Pairs of aligned files to learn from.</summary>
    [MinLength(1, ErrorMessage = "data:train: name at least one pair of files.")]
    public IReadOnlyList<CorpusRecipe> Train { get; init; } = [];

    /// <summary>Pairs of aligned files to validate on.</summary>
    public IReadOnlyList<CorpusRecipe> Valid { get; init; } = [];

    /// <summary>Sides longer than this many tokens are left out.</summary>
    [Range(4, 4096)]
    public int MaxTokens { get; init; } = 128;

    /// <summary>Pairs whose longer side has more than this many times the tokens of the shorter are left out (short pairs are spared).</summary>
    [Range(1.0, 100.0)]
    public double MaxLengthRatio { get; init; } = 4;

    /// <summary>Leaves a pair out where it has been seen before.</summary>
    public bool DropDuplicates { get; init; } = true;

    /// <summary>Leaves a pair out where both sides are the same text.</summary>
    public bool DropCopies { get; init; } = true;
}

/// <summary>Two aligned files, one sentence a line.</summary>
public sealed record CorpusRecipe
{
    public string Source { get; init; } = "";

    public string Target { get; init; } = "";

    /// <summary>ISO 639-1 code; empty for a task without languages.</summary>
    public string SourceLanguage { get; init; } = "";

    public string TargetLanguage { get; init; } = "";

    /// <summary>Learns target → source as well; the model then serves both directions.</summary>
    public bool BothWays { get; init; }

    /// <summary>How often an epoch goes through these pairs.</summary>
    [Range(1, 100)]
    public int Repeat { get; init; } = 1;
}

/// <summary>The joint subword vocabulary.</summary>
public sealed record VocabularyRecipe
{
    /// <summary>Pieces, with the special ones.</summary>
    [Range(64, 200_000)]
    public int Size { get; init; } = 8000;

    /// <summary>Characters rarer than the rest of this share become bytes.</summary>
    [Range(0.9, 1.0)]
    public double CharacterCoverage { get; init; } = 0.9995;

    /// <summary>Writes characters outside the vocabulary as bytes, so that nothing is lost.</summary>
    public bool ByteFallback { get; init; } = true;
}

/// <summary>The network.</summary>
public sealed record ModelRecipe
{
    /// <summary><c>transformer</c> or <c>gru</c>.</summary>
    [AllowedValues("transformer", "gru", ErrorMessage = "model:type: choose transformer or gru.")]
    public string Type { get; init; } = "transformer";

    /// <summary>Width D of embeddings and Transformer layers.</summary>
    [Range(8, 8192)]
    public int Width { get; init; } = 256;

    [Range(1, 64)]
    public int EncoderLayers { get; init; } = 4;

    [Range(1, 64)]
    public int DecoderLayers { get; init; } = 2;

    /// <summary>Attention heads H; must divide the width.</summary>
    [Range(1, 128)]
    public int Heads { get; init; } = 8;

    /// <summary>Inner width of the feed-forward parts.</summary>
    [Range(8, 65_536)]
    public int FeedForward { get; init; } = 1024;

    /// <summary>State width of the recurrent family.</summary>
    [Range(8, 8192)]
    public int Hidden { get; init; } = 512;

    /// <summary><c>relu</c>, <c>gelu</c> or <c>swish</c>.</summary>
    [AllowedValues("relu", "gelu", "swish", ErrorMessage = "model:activation: choose relu, gelu or swish.")]
    public string Activation { get; init; } = "relu";

    /// <summary>Norms before each part (pre-norm) instead of behind it (post-norm).</summary>
    public bool NormalizeBefore { get; init; }

    [Range(0, 0.9)]
    public double Dropout { get; init; } = 0.1;

    [Range(0, 0.9)]
    public double ActivationDropout { get; init; }

    [Range(0, 0.9)]
    public double AttentionDropout { get; init; }

    /// <summary>Longest sequence in tokens.</summary>
    [Range(16, 4096)]
    public int MaxPositions { get; init; } = 512;
}

/// <summary>How weights are learned.</summary>
public sealed record OptimizationRecipe
{
    /// <summary>Padded tokens of one batch: rows × longest side.</summary>
    [Range(16, 1 << 20)]
    public int BatchTokens { get; init; } = 4096;

    /// <summary>Updates after which the run is done; 0 sets no limit.</summary>
    [Range(0, int.MaxValue)]
    public int Steps { get; init; }

    /// <summary>Passes through the data after which the run is done; 0 sets no limit.</summary>
    [Range(0, 10_000)]
    public int Epochs { get; init; } = 10;

    /// <summary>Hours of wall time after which this start of the run saves and stops; 0 sets no limit.</summary>
    [Range(0, 10_000)]
    public double Hours { get; init; }

    /// <summary>Peak learning rate of Adam.</summary>
    [Range(1e-7, 1.0)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Updates until the peak; from there the rate falls with 1/√step (Vaswani et al., 2017).</summary>
    [Range(1, 1_000_000)]
    public int WarmupSteps { get; init; } = 2000;

    [Range(0, 0.5)]
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>Largest joint norm of the gradients; 0 does not clip.</summary>
    [Range(0, 1000)]
    public double ClipNorm { get; init; } = 1;

    /// <summary>Decay of the moving average of the weights that is validated and published; 0 takes the weights themselves.</summary>
    [Range(0, 0.99999)]
    public double AverageDecay { get; init; }

    /// <summary><c>fp32</c>, or <c>bf16</c> for the large products.</summary>
    [AllowedValues("fp32", "bf16", ErrorMessage = "training:precision: choose fp32 or bf16.")]
    public string Precision { get; init; } = "fp32";

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads of one operator; 0 takes all cores.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>Updates in a row with a gradient that is not finite before the run gives up.</summary>
    [Range(1, 1000)]
    public int MaxBadSteps { get; init; } = 10;

    /// <summary>Updates between two saves of the run's state.</summary>
    [Range(1, 1_000_000)]
    public int SaveEvery { get; init; } = 500;
}

/// <summary>How progress is judged.</summary>
public sealed record ValidationRecipe
{
    /// <summary>Updates between two validations; 0 validates at the end only.</summary>
    [Range(0, 1_000_000)]
    public int Every { get; init; } = 1000;

    /// <summary>Sentences of each direction that are decoded; 0 takes all.</summary>
    [Range(0, 1_000_000)]
    public int Sentences { get; init; } = 500;

    [Range(1, 64)]
    public int BeamSize { get; init; } = 1;

    /// <summary><c>bleu</c>, <c>chrf</c> or <c>loss</c>.</summary>
    [AllowedValues("bleu", "chrf", "loss", ErrorMessage = "validation:metric: choose bleu, chrf or loss.")]
    public string Metric { get; init; } = "bleu";

    /// <summary>Best weights kept in the run directory.</summary>
    [Range(1, 100)]
    public int KeepBest { get; init; } = 3;

    /// <summary>Validations without a better score before the run ends; 0 goes on.</summary>
    [Range(0, 10_000)]
    public int Patience { get; init; }

    /// <summary>Sample translations shown at each validation.</summary>
    [Range(0, 50)]
    public int Samples { get; init; } = 3;
}
