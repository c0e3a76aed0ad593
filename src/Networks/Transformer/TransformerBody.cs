using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>Embeddings, encoder and decoder under the prefix <c>model.</c>, as in MarianMT.</summary>
internal sealed class TransformerBody : nn.Module
{
    public TransformerBody(ModelConfig config)
        : base(nameof(TransformerBody))
    {
        Encoder = new Stack<EncoderLayer>(config.EncoderLayers, config, () => new EncoderLayer(config));
        Decoder = new Stack<DecoderLayer>(config.DecoderLayers, config, () => new DecoderLayer(config));
        register_module("encoder", Encoder);
        register_module("decoder", Decoder);

        var deviation = 1 / Math.Sqrt(config.Width);
        SourceEmbedding = Layers.Embedding(config.VocabularySize, config.Width, config.PadId, deviation);
        if (config.SharedEmbeddings)
        {
            TargetEmbedding = SourceEmbedding;
            register_module("shared", SourceEmbedding);
        }
        else
        {
            TargetEmbedding = Layers.Embedding(config.VocabularySize, config.Width, config.PadId, deviation);
            Encoder.register_module("embed_tokens", SourceEmbedding);
            Decoder.register_module("embed_tokens", TargetEmbedding);
        }
    }

    public Embedding SourceEmbedding { get; }

    public Embedding TargetEmbedding { get; }

    public Stack<EncoderLayer> Encoder { get; }

    public Stack<DecoderLayer> Decoder { get; }
}

/// <summary>The layers of one side, and the norm that closes a pre-norm stack.</summary>
internal sealed class Stack<TLayer> : nn.Module
    where TLayer : nn.Module
{
    private readonly LayerNorm? _norm;

    public Stack(int count, ModelConfig config, Func<TLayer> create)
        : base(typeof(TLayer).Name + "s")
    {
        Layers = nn.ModuleList([.. Enumerable.Range(0, count).Select(_ => create())]);
        register_module("layers", Layers);
        if (!config.NormalizeBefore)
            return;
        _norm = nn.LayerNorm(config.Width);
        register_module("layer_norm", _norm);
    }

    public ModuleList<TLayer> Layers { get; }

    public Tensor Finish(Tensor x) => _norm is null ? x : _norm.forward(x);                // [B,T,D]
}
