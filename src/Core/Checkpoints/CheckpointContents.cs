using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>Everything that becomes a published checkpoint.</summary>
public sealed record CheckpointContents
{
    public required ModelConfig Config { get; init; }

    public GenerationConfig Generation { get; init; } = new();

    /// <summary>Language pairs; empty for a model of another text-to-text task.</summary>
    public IReadOnlyList<LanguagePair> Directions { get; init; } = [];

    /// <summary>The tokenizer's own files: <c>source.spm</c>, <c>target.spm</c>, <c>vocab.json</c>.</summary>
    public required IReadOnlyList<CheckpointFile> TokenizerFiles { get; init; }

    /// <summary>The weights, under the names of the MarianMT layout or of the family's own.</summary>
    public required IReadOnlyList<WeightSource> Weights { get; init; }

    /// <summary>How weights are stored: <see cref="TensorType.F32"/> (default) or <see cref="TensorType.F16"/>, half the size.</summary>
    public TensorType Storage { get; init; } = TensorType.F32;

    /// <summary>
    /// Weights in 8 bits (<see cref="ModelWeights.Quantize"/> of the others as a reader finds them), to be stored beside them; null (default)
    /// for none.
    /// </summary>
    public ModelWeights? Int8Weights { get; init; }

    /// <summary>What <c>README.md</c> says.</summary>
    public required ModelCard Card { get; init; }

    /// <summary>Further files, such as the sentinel set.</summary>
    public IReadOnlyList<CheckpointFile> ExtraFiles { get; init; } = [];

    /// <summary>All files but the manifest.</summary>
    internal IReadOnlyList<CheckpointFile> Files() =>
    [
        CheckpointFile.Of(CheckpointFiles.Config, ModelConfigFile.ToBytes(Config)),
        CheckpointFile.Of(CheckpointFiles.Generation, GenerationConfigFile.ToBytes(Generation, Config)),
        CheckpointFile.Of(CheckpointFiles.TokenizerConfig, TokenizerConfig.Of(Directions).ToBytes()),
        CheckpointFile.Of(CheckpointFiles.ModelCard, Card.ToMarkdown(Directions)),
        .. TokenizerFiles,
        .. ExtraFiles,
        new(CheckpointFiles.Weights, stream => SafetensorsWriter.Write(stream, Weights, Storage)),
        .. Int8Weights is null ? [] : new[] { new CheckpointFile(CheckpointFiles.Int8Weights, Int8Weights.Write) },
    ];
}
