using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Decoding;

/// <summary>How one sentence is decoded. Sentences with different options share a batch.</summary>
public sealed record DecodingOptions
{
    /// <summary>Hypotheses kept side by side; 1 is greedy search.</summary>
    public int BeamSize { get; init; } = 4;

    /// <summary>Hypotheses returned, at most <see cref="BeamSize"/>.</summary>
    public int NBest { get; init; } = 1;

    /// <summary>Exponent α of the length normalisation: score = Σ log p / length^α, the end of sentence counted; 0 is none.</summary>
    public double LengthPenalty { get; init; } = 1.0;

    /// <summary>Longest output in tokens without the end of sentence; null is twice the source plus 20. The model's own limit holds besides.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Shortest output in tokens without the end of sentence.</summary>
    public int MinLength { get; init; }

    /// <summary>No n-gram of this size appears twice in one output; 0 is off.</summary>
    public int NoRepeatNgram { get; init; }

    /// <summary>Above 0 draws tokens at random (greedy only) from the distribution p^(1/temperature); 0 takes the most probable.</summary>
    public double Temperature { get; init; }

    /// <summary>Sampling draws from the k most probable tokens.</summary>
    public int TopK { get; init; } = 50;

    /// <summary>Sampling draws from the smallest set of tokens whose probability reaches this.</summary>
    public double TopP { get; init; } = 1.0;

    /// <summary>Seed of the sampling; the same seed draws the same output.</summary>
    public int Seed { get; init; }

    /// <summary>Target tokens that the output begins with.</summary>
    public IReadOnlyList<int> Prefix { get; init; } = [];

    /// <summary>Phrases of target tokens that the output must hold, at most 16; the search is a beam then.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Phrases { get; init; } = [];

    /// <summary>Records how much each output token attended to each source token (<see cref="Hypothesis.Attention"/>).</summary>
    public bool WithAttention { get; init; }

    /// <summary>Records what word alignments are made of, in the same place.</summary>
    public bool WithAlignment { get; init; }

    /// <summary>The settings that a model was published with.</summary>
    public static DecodingOptions Of(GenerationConfig generation)
    {
        ArgumentNullException.ThrowIfNull(generation);
        return new() { BeamSize = generation.BeamSize, LengthPenalty = generation.LengthPenalty };
    }
}
