using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Transformer;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.LanguageModels;

/// <summary>
/// A masked language model (Devlin et al., 2019): an encoder whose outputs [B,S,D] are scored against the vocabulary where tokens were hidden. It
/// decodes nothing; its weights have the names of a translation model's encoder, which they can initialise.
/// </summary>
internal sealed class MaskedLanguageNetwork : Seq2SeqNetwork
{
    private readonly MaskedLanguageModel _model;

    public MaskedLanguageNetwork(ModelConfig config)
        : this(config, new MaskedLanguageModel(config))
    {
    }

    private MaskedLanguageNetwork(ModelConfig config, MaskedLanguageModel model)
        : base(nameof(MaskedLanguageNetwork), config, model, model.Embedding) => _model = model;

    public override EncodedSource Encode(Tensor source, long[] lengths) => _model.Encoder.Encode(source, lengths);

    public override Tensor Decode(EncodedSource encoded, Tensor target) => throw HasNoDecoder();

    public override Tensor DecodeSampled(EncodedSource encoded, Tensor target, Tensor own) => throw HasNoDecoder();

    public override DecoderState Start(EncodedSource encoded) => throw HasNoDecoder();

    public override Tensor Step(Tensor tokens, DecoderState state) => throw HasNoDecoder();

    private static NotSupportedException HasNoDecoder() =>
        new($"A model of the type '{ModelConfig.EncoderOnly}' has no decoder: it fills in masked tokens and initialises encoders, but translates nothing.");
}

/// <summary>Embedding and encoder under the prefix <c>model.</c>, as in MarianMT.</summary>
internal sealed class MaskedLanguageModel : nn.Module
{
    public MaskedLanguageModel(ModelConfig config)
        : base(nameof(MaskedLanguageModel))
    {
        Embedding = Layers.Embedding(config, 1 / Math.Sqrt(config.Width));
        Encoder = new TransformerEncoder(config, Embedding);
        register_module("encoder", Encoder);
        if (config.SharedEmbeddings)
            register_module("shared", Embedding);
        else
            Encoder.register_module("embed_tokens", Embedding);
    }

    public Embedding Embedding { get; }

    public TransformerEncoder Encoder { get; }
}
