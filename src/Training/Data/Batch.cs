using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Data;

/// <summary>A batch as tensors. Shapes: B rows, S source length, T target length, N real target tokens.</summary>
internal sealed class Batch : IDisposable
{
    private Batch(Tensor source, long[] sourceLengths, Tensor targetIn, Tensor targetOut, Tensor places, int tokens)
    {
        Source = source;
        SourceLengths = sourceLengths;
        TargetIn = targetIn;
        TargetOut = targetOut;
        Places = places;
        Tokens = tokens;
    }

    /// <summary>Source ids, padded behind [B,S].</summary>
    public Tensor Source { get; }

    /// <summary>Real source lengths [B].</summary>
    public long[] SourceLengths { get; }

    /// <summary>Start token + target without its end, padded [B,T].</summary>
    public Tensor TargetIn { get; }

    /// <summary>The real target tokens, row after row [N].</summary>
    public Tensor TargetOut { get; }

    /// <summary>Where they stand in the flattened [B·T] target [N].</summary>
    public Tensor Places { get; }

    /// <summary>Real target tokens N.</summary>
    public int Tokens { get; }

    public static Batch Of(IReadOnlyList<EncodedPair> pairs, int padId, int startId, Device device)
    {
        var (rows, s, t) = (pairs.Count, pairs.Max(p => p.Source.Length), pairs.Max(p => p.Target.Length));
        var source = new long[rows * s];
        var input = new long[rows * t];
        Array.Fill(source, padId);
        Array.Fill(input, padId);
        var output = new List<long>();
        var places = new List<long>();

        for (var row = 0; row < rows; row++)
        {
            var (from, to) = (pairs[row].Source, pairs[row].Target);
            for (var i = 0; i < from.Length; i++)
                source[(row * s) + i] = from[i];

            for (var i = 0; i < to.Length; i++)
            {
                input[(row * t) + i] = i == 0 ? startId : to[i - 1];
                output.Add(to[i]);
                places.Add((row * t) + i);
            }
        }

        return new Batch(
            tensor(source, [rows, s], device: device), [.. pairs.Select(p => (long)p.Source.Length)], tensor(input, [rows, t], device: device),
            tensor([.. output], device: device), tensor([.. places], device: device), output.Count);
    }

    public void Dispose()
    {
        Source.Dispose();
        TargetIn.Dispose();
        TargetOut.Dispose();
        Places.Dispose();
    }
}
