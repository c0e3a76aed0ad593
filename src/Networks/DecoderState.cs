using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks;

/// <summary>Rows in the middle of decoding. Its tensors belong to it and to no scope.</summary>
public abstract class DecoderState : IDisposable
{
    private readonly List<RowTensor> _tensors = [];
    private readonly RowTensor _padding;
    private Tensor? _attention;

    /// <param name="padding">True where a source has no token [B,S].</param>
    private protected DecoderState(Tensor padding) => _padding = HoldSource(padding, dimension: 1, filler: 1);

    /// <summary>True where a source has no token [B,S].</summary>
    public Tensor Padding => _padding.Value;

    /// <summary>Whether steps keep <see cref="Attention"/>.</summary>
    public bool WithAttention { get; set; }

    /// <summary>
    /// Weights of the source's tokens in the last step, a row sums to 1 [B,S]; the mean over heads and layers where there are several. Null
    /// before the first step, without <see cref="WithAttention"/>, after rows have moved, and where the network has no attention.
    /// </summary>
    public Tensor? Attention => _attention;

    /// <summary>New row i is old row <paramref name="rows"/>[i], ids [N].</summary>
    /// <param name="rows">What stays.</param>
    /// <param name="longestSource">Tokens of the longest source that stays: padding beyond it, which only rows that leave needed, goes with them.</param>
    /// <param name="longestPast">Tokens that the oldest row that stays was fed.</param>
    public void Select(Tensor rows, long longestSource = long.MaxValue, long longestPast = long.MaxValue)
    {
        using var scope = NewDisposeScope();
        foreach (var held in _tensors)
            held.Select(rows, held.FillInFront ? longestPast : longestSource);
        Keep(attention: null);
    }

    /// <summary>Takes the rows of <paramref name="other"/>, a state of the same network, behind its own.</summary>
    public void Append(DecoderState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentOutOfRangeException.ThrowIfNotEqual(other._tensors.Count, _tensors.Count);
        using var scope = NewDisposeScope();
        foreach (var (mine, theirs) in _tensors.Zip(other._tensors))
            mine.Append(theirs);
        Keep(attention: null);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A tensor whose rows have all the same shape [B,..].</summary>
    internal RowTensor Hold(Tensor value) => Add(new RowTensor(value));

    /// <summary>A tensor along the sources: shorter ones are filled up behind.</summary>
    internal RowTensor HoldSource(Tensor value, int dimension, double filler = 0) =>
        Add(new RowTensor(value) { Dimension = dimension, Filler = filler });

    /// <summary>A tensor along the tokens that were fed: shorter pasts are filled up in front.</summary>
    internal RowTensor HoldPast(Tensor value, int dimension) =>
        Add(new RowTensor(value) { Dimension = dimension, FillInFront = true });

    /// <summary>What a step attended to [B,S], or null.</summary>
    internal void Keep(Tensor? attention)
    {
        _attention?.Dispose();
        _attention = attention?.DetachFromDisposeScope();
    }

    protected virtual void Dispose(bool disposing)
    {
        foreach (var held in _tensors)
            held.Dispose();
        _attention?.Dispose();
    }

    private RowTensor Add(RowTensor tensor)
    {
        _tensors.Add(tensor);
        return tensor;
    }
}
