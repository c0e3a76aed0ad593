namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// Which tensors of a checkpoint are matrices that an engine multiplies with or looks tokens up in: weights of linear layers, recurrent cells
/// and convolutions, and embeddings. These bear 8 bits; what is added, normalised with or looked up by position stays as it is.
/// </summary>
internal static class MatrixNames
{
    /// <summary>A matrix of one row is the vector that makes scores of an additive attention; nothing is saved there.</summary>
    public static bool IsMatrix(string name, IReadOnlyList<long> shape) =>
        shape.Count >= 2 && shape[0] > 1 && IsWeight(name[(name.LastIndexOf('.') + 1)..]) && !name.EndsWith(".embed_positions.weight", StringComparison.Ordinal);

    // Recurrent layers have PyTorch's names: weight_ih_l0, weight_hh_l0_reverse.
    private static bool IsWeight(string part) =>
        part == "weight" || part.StartsWith("weight_ih_", StringComparison.Ordinal) || part.StartsWith("weight_hh_", StringComparison.Ordinal);
}
