using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Output;

/// <summary>Neighbouring rows of a step that are scored with the same weights: all rows, or those of one sentence that has a vocabulary of its own.</summary>
/// <param name="First">The first row.</param>
/// <param name="Count">Rows.</param>
/// <param name="FirstBlock">Blocks of all rows before them.</param>
/// <param name="Matrix">The product, whose outputs are <paramref name="Tokens"/>.</param>
/// <param name="Tokens">The token of each output, ascending; null where output i is token i.</param>
internal readonly record struct ScoredRows(int First, int Count, int FirstBlock, MatrixProduct Matrix, int[]? Tokens)
{
    /// <summary>The token of an output.</summary>
    public int Token(int output) => Tokens is null ? output : Tokens[output];

    /// <summary>The output of a token, or a negative number where it has none.</summary>
    public int Output(int token) => Tokens is null ? token : Array.BinarySearch(Tokens, token);
}
