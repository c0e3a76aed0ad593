using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>What writes the target. What is left out (null) has the default of its type; what its type has no use for is refused.</summary>
public sealed record DecoderRecipe
{
    /// <summary><c>transformer</c>, <c>rnn</c>, <c>gru</c>, <c>lstm</c> or <c>conv</c>.</summary>
    public string Type { get; init; } = "transformer";

    /// <summary>2 for a Transformer (6 where it is the only stack), 1 for recurrent layers, 4 for convolutions.</summary>
    [Range(1, 64)]
    public int? Layers { get; init; }

    /// <summary>Attention heads H of a Transformer or of multi-head attention, 8; must divide the width (or hidden).</summary>
    [Range(1, 128)]
    public int? Heads { get; init; }

    /// <summary>Inner width of a Transformer's feed-forward parts, 1024.</summary>
    [Range(8, 65_536)]
    public int? FeedForward { get; init; }

    /// <summary>Width of recurrent states, or channels of convolutions, 512.</summary>
    [Range(8, 8192)]
    public int? Hidden { get; init; }

    /// <summary>Tokens that one convolution sees, the newest last; 3.</summary>
    [Range(1, 63)]
    public int? Kernel { get; init; }

    /// <summary>How a recurrent decoder sums the source up: <c>last</c> (default), <c>weightedSum</c> or <c>transform</c>.</summary>
    public string? Context { get; init; }

    /// <summary>Where a recurrent decoder uses that sum: any of <c>state</c>, <c>input</c> and <c>output</c>; <c>state</c> by default.</summary>
    // An array, as only arrays are bound to an empty list.
    public string[]? ContextUse { get; init; }

    /// <summary>How a recurrent decoder looks at the source at every step: <c>additive</c> by default.</summary>
    public string? Attention { get; init; }

    /// <summary>A recurrent decoder reads its own last readout beside the embedding (Luong et al., 2015); false.</summary>
    public bool? InputFeeding { get; init; }

    /// <summary>The source tokens of a <c>decoderOnly</c> model see one another in both directions; true.</summary>
    public bool? BidirectionalSource { get; init; }
}
