using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>Rows of a Transformer decoder. Each row has its own position; rows that joined late have their past masked in front.</summary>
internal sealed class TransformerState : DecoderState
{
    private Tensor _positions;
    private Tensor _padding;

    public TransformerState(IReadOnlyList<LayerCache> layers, Tensor padding)
    {
        Layers = layers;
        _padding = padding.clone().DetachFromDisposeScope();
        _positions = zeros([padding.shape[0]], ScalarType.Int64, padding.device).DetachFromDisposeScope();
    }

    public IReadOnlyList<LayerCache> Layers { get; }

    /// <summary>Target position that the next token of each row takes [B].</summary>
    public Tensor Positions => _positions;

    /// <summary>-inf over the padding of the sources [B,1,1,S].</summary>
    public Tensor SourceHidden => TransformerNetwork.HiddenWhere(_padding).unsqueeze(1).unsqueeze(1);

    /// <summary>-inf over places that are older than a row, once the next token's key has joined the cache [B,1,1,t+1].</summary>
    public Tensor PastHidden()
    {
        var places = Layers[0].Keys.shape[2] + 1;
        var oldest = (_positions - (int)(places - 1)).neg().unsqueeze(1);                  // [B,1]
        var place = arange(places, ScalarType.Int64, _positions.device).unsqueeze(0);      // [1,t+1]
        return TransformerNetwork.HiddenWhere(place.lt(oldest)).unsqueeze(1).unsqueeze(1);
    }

    public void Advance() => Replace(ref _positions, _positions + 1);

    public override void Select(Tensor rows)
    {
        using var scope = NewDisposeScope();
        foreach (var layer in Layers)
            layer.Select(rows);
        Replace(ref _positions, _positions.index_select(0, rows));
        Replace(ref _padding, _padding.index_select(0, rows));
    }

    public override void Append(DecoderState other)
    {
        using var scope = NewDisposeScope();
        var joining = (TransformerState)other;
        foreach (var (layer, joiningLayer) in Layers.Zip(joining.Layers))
            layer.Append(joiningLayer);

        var source = Math.Max(_padding.shape[1], joining._padding.shape[1]);
        Replace(ref _padding, cat([Widen(_padding, source), Widen(joining._padding, source)], 0));
        Replace(ref _positions, cat([_positions, joining._positions], 0));
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var layer in Layers)
            layer.Dispose();
        _positions.Dispose();
        _padding.Dispose();
    }

    private static Tensor Widen(Tensor padding, long length) =>
        nn.functional.pad(padding, [0, length - padding.shape[1]], PaddingModes.Constant, 1);
}
