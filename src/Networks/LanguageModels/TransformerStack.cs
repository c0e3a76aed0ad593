using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Transformer;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.LanguageModels;

/// <summary>The one stack of a prefix language model: positions, layers, and the norm that closes a pre-norm stack.</summary>
internal sealed class TransformerStack : nn.Module
{
    private readonly ModuleList<EncoderLayer> _layers;
    private readonly LayerNorm? _norm;

    public TransformerStack(ModelConfig config, Embedding embedding)
        : base(nameof(TransformerStack))
    {
        var shape = StackShape.OfDecoder(config);
        Input = new TransformerInput(config, embedding);
        _layers = nn.ModuleList([.. Enumerable.Range(0, shape.Layers).Select(_ => new EncoderLayer(config, shape))]);
        _norm = config.NormalizeBefore ? nn.LayerNorm(config.Width, config.NormEpsilon) : null;
        register_module("embed_positions", Input.Positions);
        register_module("dropout", Input.Dropout);
        register_module("layers", _layers);
        if (_norm is not null)
            register_module("layer_norm", _norm);
    }

    public TransformerInput Input { get; }

    public IReadOnlyList<EncoderLayer> Layers => [.. _layers];

    public Tensor Finish(Tensor x) => _norm is null ? x : _norm.forward(x);                // [B,T,D]
}

/// <summary>Embedding and stack under the prefix <c>model.</c>; the stack has a decoder's name.</summary>
internal sealed class PrefixLanguageModel : nn.Module
{
    public PrefixLanguageModel(ModelConfig config)
        : base(nameof(PrefixLanguageModel))
    {
        Embedding = Networks.Layers.Embedding(config, 1 / Math.Sqrt(config.Width));
        Stack = new TransformerStack(config, Embedding);
        register_module("decoder", Stack);
        register_module("shared", Embedding);
    }

    public Embedding Embedding { get; }

    public TransformerStack Stack { get; }
}
