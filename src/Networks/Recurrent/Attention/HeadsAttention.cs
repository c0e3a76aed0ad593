using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Attention;

/// <summary>
/// Scaled dot products of projected queries and keys (Vaswani et al., 2017), on one head or on parts of the width; what the heads find is
/// projected together, A = H. Shapes beside the usual: N heads, K = H / N.
/// </summary>
internal sealed class HeadsAttention : SourceAttention
{
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;
    private readonly Dropout _dropout;
    private readonly int _heads;

    public HeadsAttention(ModelConfig config, int heads)
        : base(nameof(HeadsAttention))
    {
        _heads = heads;
        Width = config.DecoderHidden;
        _query = Layers.Linear(Width, Width);
        _key = Layers.Linear(config.EncoderOutputs, Width);
        _value = Layers.Linear(config.EncoderOutputs, Width);
        _output = Layers.Linear(Width, Width);
        _dropout = nn.Dropout(config.AttentionDropout);
        register_module("query", _query);
        register_module("key", _key);
        register_module("value", _value);
        register_module("output", _output);
        register_module("dropout", _dropout);
    }

    public override int Width { get; }

    public override SourceMemory Remember(EncodedSource encoded) =>                        // [B,N,S,K] each
        new(Split(Precision.Apply(_key, encoded.Hidden)), Split(Precision.Apply(_value, encoded.Hidden)), encoded.Padding);

    public override (Tensor Found, Tensor Weights) Attend(Tensor query, SourceMemory memory)
    {
        var (b, s, k) = (query.shape[0], memory.Keys.shape[2], memory.Keys.shape[3]);
        var q = (_query.forward(query) / Math.Sqrt(k)).view(b * _heads, k, 1);             // [B·N,K,1]
        var scores = bmm(memory.Keys.view(b * _heads, s, k), q).view(b, _heads, s);        // [B,N,S]
        var weights = nn.functional.softmax(scores.masked_fill(memory.Padding.unsqueeze(1), float.NegativeInfinity), -1);

        var kept = _dropout.forward(weights).view(b * _heads, 1, s);
        var found = bmm(kept, memory.Values.view(b * _heads, s, k)).view(b, Width);        // [B,H]
        return (_output.forward(found), weights.mean([1]));
    }

    private Tensor Split(Tensor x) => x.view(x.shape[0], x.shape[1], _heads, Width / _heads).transpose(1, 2).contiguous();
}
