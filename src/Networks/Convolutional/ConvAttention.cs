using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Convolutional;

/// <summary>
/// The attention of one decoder layer (Gehring et al., 2017): the query is what the convolution made, plus the embedding of the token that is
/// read; scores are plain products. Shapes: B batch, T target length, S source length, D width, H channels.
/// </summary>
internal sealed class ConvAttention : nn.Module
{
    private readonly Linear _query;
    private readonly Linear _output;
    private readonly Dropout _dropout;

    public ConvAttention(ModelConfig config)
        : base(nameof(ConvAttention))
    {
        _query = Layers.NormalLinear(config.DecoderHidden, config.Width, dropout: 0);
        _output = Layers.NormalLinear(config.Width, config.DecoderHidden, dropout: 0);
        _dropout = nn.Dropout(config.AttentionDropout);
        register_module("query", _query);
        register_module("output", _output);
        register_module("dropout", _dropout);
    }

    /// <summary>Channels [B,T,H] and embeddings [B,T,D] → what they find [B,T,H].</summary>
    public Tensor Attend(Tensor channels, Tensor embedded, ConvSource source, AttentionTrace? trace)
    {
        using var scope = NewDisposeScope();
        var query = (Precision.Apply(_query, channels) + embedded) * Math.Sqrt(0.5);       // [B,T,D]
        var scores = bmm(query, source.Keys.transpose(1, 2));                              // [B,T,S]
        var weights = nn.functional.softmax(scores.masked_fill(source.Padding.unsqueeze(1), float.NegativeInfinity), -1);
        trace?.Add(weights);
        var found = bmm(_dropout.forward(weights), source.Values);                         // [B,T,D]
        return Precision.Apply(_output, found).MoveToOuterDisposeScope();                  // [B,T,H]
    }
}
