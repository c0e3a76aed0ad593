using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>What one decoder layer remembers of its rows: past keys and values [B,H,t,K], and those of the source [B,H,S,K].</summary>
internal sealed class LayerCache : IDisposable
{
    public LayerCache(Tensor sourceKeys, Tensor sourceValues, Tensor keys, Tensor values)
    {
        SourceKeys = sourceKeys.contiguous().DetachFromDisposeScope();
        SourceValues = sourceValues.contiguous().DetachFromDisposeScope();
        Keys = keys.DetachFromDisposeScope();
        Values = values.DetachFromDisposeScope();
    }

    public Tensor SourceKeys { get; private set; }

    public Tensor SourceValues { get; private set; }

    public Tensor Keys { get; private set; }

    public Tensor Values { get; private set; }

    public void Extend(Tensor keys, Tensor values) => Update(
        SourceKeys, SourceValues, cat([Keys, keys], 2), cat([Values, values], 2));

    public void Select(Tensor rows) => Update(
        SourceKeys.index_select(0, rows), SourceValues.index_select(0, rows), Keys.index_select(0, rows), Values.index_select(0, rows));

    /// <summary>Rows of <paramref name="other"/> go behind; the shorter past is padded in front, the shorter source behind.</summary>
    public void Append(LayerCache other)
    {
        var past = Math.Max(Keys.shape[2], other.Keys.shape[2]);
        var source = Math.Max(SourceKeys.shape[2], other.SourceKeys.shape[2]);
        Update(
            cat([Behind(SourceKeys, source), Behind(other.SourceKeys, source)], 0),
            cat([Behind(SourceValues, source), Behind(other.SourceValues, source)], 0),
            cat([InFront(Keys, past), InFront(other.Keys, past)], 0),
            cat([InFront(Values, past), InFront(other.Values, past)], 0));
    }

    public void Dispose()
    {
        SourceKeys.Dispose();
        SourceValues.Dispose();
        Keys.Dispose();
        Values.Dispose();
    }

    private static Tensor Behind(Tensor x, long length) => nn.functional.pad(x, [0, 0, 0, length - x.shape[2]]);

    private static Tensor InFront(Tensor x, long length) => nn.functional.pad(x, [0, 0, length - x.shape[2], 0]);

    private void Update(Tensor sourceKeys, Tensor sourceValues, Tensor keys, Tensor values)
    {
        SourceKeys = Swap(SourceKeys, sourceKeys);
        SourceValues = Swap(SourceValues, sourceValues);
        Keys = Swap(Keys, keys);
        Values = Swap(Values, values);
    }

    private static Tensor Swap(Tensor held, Tensor next)
    {
        if (ReferenceEquals(held, next))
            return held;
        held.Dispose();
        return next.DetachFromDisposeScope();
    }
}
