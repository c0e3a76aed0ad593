using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange;

/// <summary>A network as its file has it: with the names of the MarianMT layout, but still with the vocabularies that it came with.</summary>
internal sealed record ForeignNetwork
{
    /// <summary>All but the vocabulary's size and ids, and what is shared.</summary>
    public required ModelConfig Config { get; init; }

    /// <summary>Layers, norms and stored positions.</summary>
    public required IReadOnlyDictionary<string, WeightTensor> Layers { get; init; }

    /// <summary>[source pieces or more, D].</summary>
    public required WeightTensor SourceEmbedding { get; init; }

    /// <summary>[target pieces or more, D]; the same object where both sides share it.</summary>
    public required WeightTensor TargetEmbedding { get; init; }

    /// <summary>Output matrix [target pieces or more, D]; null where it is the target's embedding.</summary>
    public WeightTensor? Output { get; init; }

    /// <summary>One value for each row of the output; null for zeros.</summary>
    public float[]? OutputBias { get; init; }

    /// <summary>Pieces of the source by row.</summary>
    public required IReadOnlyList<string> SourcePieces { get; init; }

    /// <summary>Pieces of the target by row.</summary>
    public required IReadOnlyList<string> TargetPieces { get; init; }

    /// <summary>The piece that the decoder starts from; null where it starts from a vector of zeros.</summary>
    public string? StartPiece { get; init; }
}
