using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>
/// Scaled dot-product attention over H heads (Vaswani et al., 2017).
/// Shapes: B batch, T target length, S source length, D width, E width of what is looked at, H heads, K = D / H.
/// </summary>
internal sealed class MultiHeadAttention : nn.Module
{
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;
    private readonly Dropout _dropout;
    private readonly long _heads;
    private readonly double _scale;

    public MultiHeadAttention(long width, long memory, long heads, double dropout)
        : base(nameof(MultiHeadAttention))
    {
        _heads = heads;
        _scale = 1 / Math.Sqrt((double)width / heads);
        _query = Layers.Linear(width, width);
        _key = Layers.Linear(memory, width);
        _value = Layers.Linear(memory, width);
        _output = Layers.Linear(width, width);
        _dropout = nn.Dropout(dropout);
        register_module("q_proj", _query);
        register_module("k_proj", _key);
        register_module("v_proj", _value);
        register_module("out_proj", _output);
        register_module("dropout", _dropout);
    }

    /// <summary>Keys and values of <paramref name="memory"/> [B,S,E] → [B,H,S,K] each.</summary>
    public KeysValues Remember(Tensor memory) => new(SplitHeads(Precision.Apply(_key, memory)), SplitHeads(Precision.Apply(_value, memory)));

    /// <summary>Queries [B,T,D] look at keys and values [B,H,S,K]; <paramref name="hidden"/> [B|1,1,T|1,S] is -inf where they must not → [B,T,D].</summary>
    public Tensor Attend(Tensor input, KeysValues memory, Tensor hidden, AttentionTrace? trace = null)
    {
        var (keys, values) = memory;
        var q = SplitHeads(Precision.Apply(_query, input) * _scale);                       // [B,H,T,K]
        var (b, t, s, k) = (q.shape[0], q.shape[2], keys.shape[2], q.shape[3]);

        var scores = bmm(q.reshape(b * _heads, t, k), keys.reshape(b * _heads, s, k).transpose(1, 2)).view(b, _heads, t, s);
        var weights = nn.functional.softmax(scores + hidden, -1);                          // [B,H,T,S]
        trace?.Add(weights);

        var mixed = bmm(_dropout.forward(weights).view(b * _heads, t, s), values.reshape(b * _heads, s, k)); // [B·H,T,K]
        return Precision.Apply(_output, JoinHeads(mixed.view(b, _heads, t, k)));           // [B,T,D]
    }

    private Tensor SplitHeads(Tensor x) => x.view(x.shape[0], x.shape[1], _heads, x.shape[2] / _heads).transpose(1, 2);

    private static Tensor JoinHeads(Tensor x) => x.transpose(1, 2).reshape(x.shape[0], x.shape[2], x.shape[1] * x.shape[3]);
}
