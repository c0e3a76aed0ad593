using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>Rows of a Transformer decoder. Each row has its own position; rows that joined late have their past masked in front.</summary>
internal sealed class TransformerState : DecoderState
{
    private readonly RowTensor _steps;

    /// <param name="sources">Keys and values of the sources for each layer.</param>
    public TransformerState(IReadOnlyList<KeysValues> sources, Tensor padding)
        : base(padding)
    {
        Layers = [.. sources.Select(source => new LayerCache(this, source))];
        _steps = Hold(zeros([padding.shape[0]], ScalarType.Int64, padding.device));
    }

    public IReadOnlyList<LayerCache> Layers { get; }

    /// <summary>Target position that the next token of each row takes [B].</summary>
    public Tensor Positions => _steps.Value;

    /// <summary>-inf over places that are older than a row, once the next token's key has joined the cache [B,1,1,t+1].</summary>
    public Tensor PastHidden()
    {
        using var scope = NewDisposeScope();
        var places = Layers[0].Length + 1;
        var oldest = (_steps.Value - (int)(places - 1)).neg().unsqueeze(1);                // [B,1]
        var place = arange(places, ScalarType.Int64, Positions.device).unsqueeze(0);       // [1,t+1]
        return AttentionMask.OfSource(place.lt(oldest)).MoveToOuterDisposeScope();
    }

    public void Advance() => _steps.Set(_steps.Value + 1);
}
