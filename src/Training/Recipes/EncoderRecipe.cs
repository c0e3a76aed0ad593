using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>What reads the source. What is left out (null) has the default of its type; what its type has no use for is refused.</summary>
public sealed record EncoderRecipe
{
    /// <summary><c>transformer</c>, <c>rnn</c>, <c>gru</c>, <c>lstm</c> or <c>conv</c>.</summary>
    public string Type { get; init; } = "transformer";

    /// <summary>4 for Transformers and convolutions, 1 for recurrent layers.</summary>
    [Range(1, 64)]
    public int? Layers { get; init; }

    /// <summary>Attention heads H of a Transformer, 8; must divide the width.</summary>
    [Range(1, 128)]
    public int? Heads { get; init; }

    /// <summary>Inner width of a Transformer's feed-forward parts, 1024.</summary>
    [Range(8, 65_536)]
    public int? FeedForward { get; init; }

    /// <summary>Width of recurrent states, or channels of convolutions, 512.</summary>
    [Range(8, 8192)]
    public int? Hidden { get; init; }

    /// <summary>Recurrent layers read both ways; true.</summary>
    public bool? Bidirectional { get; init; }

    /// <summary>Recurrent layers read the source from its end (Sutskever et al., 2014); false.</summary>
    public bool? ReverseSource { get; init; }

    /// <summary>Tokens that one convolution sees, 3; odd.</summary>
    [Range(1, 63)]
    public int? Kernel { get; init; }
}
