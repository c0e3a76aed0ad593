using Seq2SeqService.Training.Ranks;
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

    /// <summary>N of the whole batch, of which this may be one process's share.</summary>
    public int AllTokens { get => field > 0 ? field : Tokens; init; }

    /// <summary>
    /// The rows of one process, or of one piece, padded as the whole batch is, on <paramref name="device"/>. With fewer rows than processes some get a row of which nothing is judged:
    /// their gradients are zero, but there.
    /// </summary>
    public Batch Share(RankPlace place, Device device)
    {
        var rows = SourceLengths.Length;
        var (first, end) = (rows * place.Rank / place.Size, rows * (place.Rank + 1) / place.Size);
        var (from, count) = first < end ? (first, end - first) : (0, 1);
        var width = (TargetIn ?? Source).shape[1];
        using var held = Places.cpu();
        var places = held.data<long>().ToArray();
        var (skipped, judged) = (places.Count(at => at < first * width), places.Count(at => at >= first * width && at < end * width));

        return new Batch
        {
            Source = Rows(Source),
            SourceLengths = SourceLengths[from..(from + count)],
            TargetIn = TargetIn is null ? null : Rows(TargetIn),
            OwnInputs = OwnInputs is null ? null : Rows(OwnInputs),
            TargetOut = TargetOut.narrow(0, skipped, judged).to(device),
            Places = tensor([.. places[skipped..(skipped + judged)].Select(at => at - (from * width))], device: device),
            AllTokens = AllTokens,
        };

        Tensor Rows(Tensor whole) => whole.narrow(0, from, count).to(device);
    }

    /// <summary>Every row once more below the others, for another throw of dropout; what is judged of a token's two passes [2N] stands side by side.</summary>
    public Batch Twice()
    {
        var offset = SourceLengths.Length * (TargetIn ?? Source).shape[1];
        return new Batch
        {
            Source = Doubled(Source),                                                      // [2B,S]
            SourceLengths = [.. SourceLengths, .. SourceLengths],
            TargetIn = TargetIn is null ? null : Doubled(TargetIn),                        // [2B,T]
            OwnInputs = OwnInputs is null ? null : Doubled(OwnInputs),                     // [2B,T]
            TargetOut = stack([TargetOut, TargetOut], dim: 1).view(-1),                    // [2N]
            Places = stack([Places, Places.add((Scalar)offset)], dim: 1).view(-1),          // [2N]
            AllTokens = 2 * AllTokens,
        };

        static Tensor Doubled(Tensor rows) => cat([rows, rows], dim: 0);
    }

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

    /// <summary>Belongs to no scope from now on: it may go to another thread.</summary>
    public Batch DetachFromDisposeScope()
    {
        foreach (var tensor in new[] { Source, TargetIn, OwnInputs, TargetOut, Places })
            tensor?.DetachFromDisposeScope();
        return this;
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
