using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Transformer;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.LanguageModels;

/// <summary>
/// A prefix language model: one Transformer stack that reads source, start token and target in one sequence. Source tokens never see the target,
/// so the source is read once and its keys and values are all that the target needs. Positions run on: a target begins behind its source.
/// Shapes: B batch, S source length, T target length, D width, H heads, K = D / H.
/// </summary>
internal sealed class PrefixLanguageNetwork : Seq2SeqNetwork
{
    private readonly PrefixLanguageModel _model;

    public PrefixLanguageNetwork(ModelConfig config)
        : this(config, new PrefixLanguageModel(config))
    {
    }

    private PrefixLanguageNetwork(ModelConfig config, PrefixLanguageModel model)
        : base(nameof(PrefixLanguageNetwork), config, model, model.Embedding) => _model = model;

    public override EncodedSource Encode(Tensor source, long[] lengths)
    {
        using var scope = NewDisposeScope();
        var stack = _model.Stack;
        var padding = EncodedSource.PaddingMask(lengths, source.shape[1], source.device);  // [B,S]
        var hidden = AttentionMask.OfSource(padding);                                      // [B,1,1,S]
        if (!Config.BidirectionalSource)
            hidden = hidden + AttentionMask.OfFuture(source.shape[1], source.device);      // [B,1,S,S]

        // What the last layer would make of the source nobody reads: its keys and values are enough.
        var x = stack.Input.Of(source);                                                    // [B,S,D]
        var memory = new List<KeysValues>();
        foreach (var layer in stack.Layers.SkipLast(1))
            x = layer.Forward(x, hidden, own => Kept(own, memory), trace: null);

        Kept(stack.Layers[^1].Remember(x), memory);
        return new PrefixSource(x.MoveToOuterDisposeScope(), padding.MoveToOuterDisposeScope(), memory);
    }

    public override Tensor Decode(EncodedSource encoded, Tensor target)
    {
        using var scope = NewDisposeScope();
        var (stack, source) = (_model.Stack, (PrefixSource)encoded);
        var (b, t) = (target.shape[0], target.shape[1]);
        var future = AttentionMask.OfFuture(t, target.device).view(1, 1, t, t).expand(b, 1, t, t);
        var hidden = cat([AttentionMask.OfSource(source.Padding).expand(b, 1, t, source.Padding.shape[1]), future], 3);   // [B,1,T,S+T]

        var positions = arange(t, ScalarType.Int64, target.device).unsqueeze(0) + source.Lengths().unsqueeze(1);          // [B,T]
        var x = stack.Input.At(target, positions);                                         // [B,T,D]
        foreach (var (layer, memory) in stack.Layers.Zip(source.Memory))
            x = layer.Forward(x, hidden, memory.Then, trace: null);
        return stack.Finish(x).MoveToOuterDisposeScope();
    }

    public override DecoderState Start(EncodedSource encoded)
    {
        using var scope = NewDisposeScope();
        return new TransformerState(((PrefixSource)encoded).Memory, encoded.Padding);
    }

    public override Tensor Step(Tensor tokens, DecoderState state)
    {
        using var scope = NewDisposeScope();
        var (stack, rows) = (_model.Stack, (TransformerState)state);
        var hidden = cat([AttentionMask.OfSource(rows.Padding), rows.PastHidden()], 3);    // [B,1,1,S+t+1]
        var trace = rows.WithAttention ? new AttentionTrace() : null;

        var positions = rows.Positions + EncodedSource.Lengths(rows.Padding);                                   // [B]
        var x = stack.Input.At(tokens.unsqueeze(1), positions.unsqueeze(1));               // [B,1,D]
        foreach (var (layer, cache) in stack.Layers.Zip(rows.Layers))
            x = layer.Forward(x, hidden, own => cache.Source.Then(cache.Extend(own)), trace);
        rows.Advance();
        rows.Keep(trace is null ? null : OnSource(trace.Mean(), rows.Padding.shape[1]));
        return stack.Finish(x).squeeze(1).MoveToOuterDisposeScope();                       // [B,D]
    }

    /// <summary>The share of the source's tokens [B,S+t], scaled to sum 1 [B,S].</summary>
    private static Tensor OnSource(Tensor weights, long length)
    {
        var source = weights.narrow(1, 0, length);
        return source / source.sum(dim: 1, keepdim: true);
    }

    private static KeysValues Kept(KeysValues own, List<KeysValues> memory)
    {
        memory.Add(new KeysValues(own.Keys.MoveToOuterDisposeScope(), own.Values.MoveToOuterDisposeScope()));
        return own;
    }
}
