using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Attention;

/// <summary>One score e_s for each source token; what is found is Σ softmax(e)_s h_s over the real ones, A = E.</summary>
internal abstract class ScoreAttention : SourceAttention
{
    private readonly Dropout _dropout;

    protected ScoreAttention(string name, ModelConfig config)
        : base(name)
    {
        Width = config.EncoderOutputs;
        _dropout = nn.Dropout(config.AttentionDropout);
        register_module("dropout", _dropout);
    }

    public override int Width { get; }

    public override SourceMemory Remember(EncodedSource encoded) => new(Keys(encoded.Hidden), encoded.Hidden, encoded.Padding);

    public override (Tensor Found, Tensor Weights) Attend(Tensor query, SourceMemory memory)
    {
        var scores = Scores(query, memory.Keys).masked_fill(memory.Padding, float.NegativeInfinity);   // [B,S]
        var weights = nn.functional.softmax(scores, -1);
        var found = bmm(_dropout.forward(weights).unsqueeze(1), memory.Values).squeeze(1);             // [B,E]
        return (found, weights);
    }

    /// <summary>Encoder outputs [B,S,E] → keys [B,S,..].</summary>
    protected abstract Tensor Keys(Tensor hidden);

    /// <summary>Query [B,H] → scores [B,S].</summary>
    protected abstract Tensor Scores(Tensor query, Tensor keys);
}
