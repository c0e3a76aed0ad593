using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Data;

/// <summary>A batch as tensors. Shapes: B rows, S source length, T target length, N judged outputs.</summary>
internal sealed class Batch : IDisposable
{
    /// <summary>Source ids, padded behind [B,S].</summary>
    public required Tensor Source { get; init; }

    /// <summary>Real source lengths [B].</summary>
    public required long[] SourceLengths { get; init; }

    /// <summary>Start token + target without its end, padded [B,T]; null where nothing is decoded.</summary>
    public Tensor? TargetIn { get; init; }

    /// <summary>True where the decoder reads its own prediction in the place of <see cref="TargetIn"/> [B,T]; null where it never does.</summary>
    public Tensor? OwnInputs { get; init; }

    /// <summary>The tokens that the network is to find, row after row [N].</summary>
    public required Tensor TargetOut { get; init; }

    /// <summary>Where they stand in the flattened outputs [N].</summary>
    public required Tensor Places { get; init; }

    /// <summary>N.</summary>
    public int Tokens => (int)TargetOut.shape[0];

    /// <summary>Rows of ids as one tensor, padded behind [rows, longest].</summary>
    public static Tensor Pad(IReadOnlyList<int[]> rows, int padId, Device device)
    {
        var longest = rows.Max(row => row.Length);
        var ids = new long[rows.Count * longest];
        Array.Fill(ids, padId);
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = 0; i < rows[row].Length; i++)
                ids[(row * longest) + i] = rows[row][i];
        }

        return tensor(ids, [rows.Count, longest], device: device);
    }

    public void Dispose()
    {
        Source.Dispose();
        TargetIn?.Dispose();
        OwnInputs?.Dispose();
        TargetOut.Dispose();
        Places.Dispose();
    }
}
