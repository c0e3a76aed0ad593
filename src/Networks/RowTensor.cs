using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks;

/// <summary>
/// One tensor of a <see cref="DecoderState"/>, its rows in dimension 0. Rows that meet must be equally long: along <see cref="Dimension"/>
/// the shorter ones are filled up.
/// </summary>
internal sealed class RowTensor(Tensor value) : IDisposable
{
    /// <summary>The dimension whose length differs from state to state, or 0: none does.</summary>
    public int Dimension { get; init; }

    public bool FillInFront { get; init; }

    public double Filler { get; init; }

    /// <summary>The tensor [B,..]; it belongs to no scope.</summary>
    public Tensor Value { get; private set; } = value.contiguous().DetachFromDisposeScope();

    /// <summary>Takes over <paramref name="next"/> in the place of the value before.</summary>
    public void Set(Tensor next)
    {
        if (ReferenceEquals(next, Value))
            return;
        Value.Dispose();
        Value = next.DetachFromDisposeScope();
    }

    /// <summary>Takes <paramref name="rows"/>, and of what is longer than <paramref name="longest"/> no more than that.</summary>
    public void Select(Tensor rows, long longest) => Set(Cut(Value, longest).index_select(0, rows));

    public void Append(RowTensor other)
    {
        var length = Dimension == 0 ? 0 : Math.Max(Value.shape[Dimension], other.Value.shape[Dimension]);
        Set(cat([Filled(Value, length), Filled(other.Value, length)], 0));
    }

    public void Dispose() => Value.Dispose();

    private Tensor Cut(Tensor value, long length)
    {
        if (Dimension == 0 || value.shape[Dimension] <= length)
            return value;

        return value.narrow(Dimension, FillInFront ? value.shape[Dimension] - length : 0, length);
    }

    private Tensor Filled(Tensor value, long length)
    {
        if (Dimension == 0 || value.shape[Dimension] == length)
            return value;

        // Two numbers for each dimension, the last one first.
        var sides = new long[2 * (value.shape.Length - Dimension)];
        sides[FillInFront ? ^2 : ^1] = length - value.shape[Dimension];
        return nn.functional.pad(value, sides, PaddingModes.Constant, Filler);
    }
}
