using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

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
