using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>The network: how wide it is, and which encoder and decoder it is made of. What is left out (null) has a default that depends on the parts.</summary>
public sealed record ModelRecipe
{
    public const string EncoderDecoder = "encoderDecoder";
    public const string DecoderOnly = "decoderOnly";
    public const string EncoderOnly = "encoderOnly";

    /// <summary><c>encoderDecoder</c>; <c>decoderOnly</c>, a prefix language model; or <c>encoderOnly</c>, which is pre-trained on masked text.</summary>
    [AllowedValues(EncoderDecoder, DecoderOnly, EncoderOnly, ErrorMessage = "model:type: choose encoderDecoder, decoderOnly or encoderOnly.")]
    public string Type { get; init; } = EncoderDecoder;

    /// <summary>Width D of embeddings, of Transformer layers and of what the output layer reads.</summary>
    [Range(8, 8192)]
    public int Width { get; init; } = 256;

    public EncoderRecipe Encoder { get; init; } = new();

    public DecoderRecipe Decoder { get; init; } = new();

    /// <summary><c>relu</c> (default), <c>gelu</c> or <c>swish</c>: between the feed-forward parts of a Transformer.</summary>
    [AllowedValues(null, "relu", "gelu", "swish", ErrorMessage = "model:activation: choose relu, gelu or swish.")]
    public string? Activation { get; init; }

    /// <summary>Norms before each part of a Transformer layer (pre-norm) instead of behind it (post-norm, default).</summary>
    public bool? NormalizeBefore { get; init; }

    /// <summary>Positions of Transformers and convolutions are learned instead of computed as sine and cosine (default).</summary>
    public bool? LearnedPositions { get; init; }

    /// <summary>Source and target have one embedding.</summary>
    public bool SharedEmbeddings { get; init; } = true;

    /// <summary>The output layer's weights are the target's embedding.</summary>
    public bool TiedOutput { get; init; } = true;

    [Range(0, 0.9)]
    public double Dropout { get; init; } = 0.1;

    /// <summary>Behind the feed-forward activation of a Transformer; 0 by default.</summary>
    [Range(0, 0.9)]
    public double? ActivationDropout { get; init; }

    /// <summary>On the weights of every attention; 0 by default.</summary>
    [Range(0, 0.9)]
    public double? AttentionDropout { get; init; }

    /// <summary>Longest sequence in tokens.</summary>
    [Range(16, 4096)]
    public int MaxPositions { get; init; } = 512;

    /// <summary>Run directory or checkpoint whose weights of the same name and shape a new run begins with; empty begins at random.</summary>
    public string InitializeFrom { get; init; } = "";
}
