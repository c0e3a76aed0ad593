using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Decoding;

/// <summary>The candidates that one step found for the rows of one group; the batch around them may have asked for more of each row.</summary>
internal readonly ref struct CandidateTable(StepOutput output, int firstRow, int stride)
{
    public int Id(int row, int rank) => output.Ids[((firstRow + row) * stride) + rank];

    public float LogProbability(int row, int rank) => output.LogProbabilities[((firstRow + row) * stride) + rank];

    /// <summary>The weights of the source's tokens in this step; a copy, as the engine may write over its own.</summary>
    public float[] Attention(int row) => [.. output.Attention[firstRow + row]];

    /// <summary>What the heads that show alignments say (<see cref="StepOutput.Alignment"/>); a copy as well.</summary>
    public float[] Alignment(int row) => [.. output.Alignment[firstRow + row]];

    public ReadOnlySpan<float> LogProbabilities(int row, int count) =>
        output.LogProbabilities.AsSpan((firstRow + row) * stride, count);
}
