using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>What one decoder layer remembers of its rows: keys and values of the source [B,H,S,K], and of the tokens so far [B,H,t,K].</summary>
internal sealed class LayerCache
{
    private readonly (RowTensor Keys, RowTensor Values) _source;
    private readonly (RowTensor Keys, RowTensor Values) _past;

    public LayerCache(DecoderState state, KeysValues source)
    {
        var (b, h, k) = (source.Keys.shape[0], source.Keys.shape[1], source.Keys.shape[3]);
        Tensor Empty() => zeros([b, h, 0, k], device: source.Keys.device);

        _source = (state.HoldSource(source.Keys, dimension: 2), state.HoldSource(source.Values, dimension: 2));
        _past = (state.HoldPast(Empty(), dimension: 2), state.HoldPast(Empty(), dimension: 2));
    }

    public KeysValues Source => new(_source.Keys.Value, _source.Values.Value);

    /// <summary>Tokens so far, t.</summary>
    public long Length => _past.Keys.Value.shape[2];

    /// <summary>Takes the next token's key and value [B,H,1,K] up → all of them [B,H,t+1,K].</summary>
    public KeysValues Extend(KeysValues next)
    {
        var all = new KeysValues(_past.Keys.Value, _past.Values.Value).Then(next);
        _past.Keys.Set(all.Keys);
        _past.Values.Set(all.Values);
        return all;
    }
}
