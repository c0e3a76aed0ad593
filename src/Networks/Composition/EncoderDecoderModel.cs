using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Convolutional;
using Seq2SeqService.Networks.Recurrent;
using Seq2SeqService.Networks.Transformer;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Composition;

/// <summary>Embeddings, encoder and decoder under the prefix <c>model.</c>, as in MarianMT.</summary>
internal sealed class EncoderDecoderModel : nn.Module
{
    public EncoderDecoderModel(ModelConfig config)
        : base(nameof(EncoderDecoderModel))
    {
        var source = Layers.Embedding(config, Deviation(config));
        TargetEmbedding = config.SharedEmbeddings ? source : Layers.Embedding(config, Deviation(config));
        Encoder = CreateEncoder(config, source);
        Decoder = CreateDecoder(config, TargetEmbedding);
        register_module("encoder", Encoder);
        register_module("decoder", Decoder);

        if (config.SharedEmbeddings)
        {
            register_module("shared", source);
        }
        else
        {
            Encoder.register_module("embed_tokens", source);
            Decoder.register_module("embed_tokens", TargetEmbedding);
        }
    }

    public Embedding TargetEmbedding { get; }

    public SourceEncoder Encoder { get; }

    public TargetDecoder Decoder { get; }

    private static SourceEncoder CreateEncoder(ModelConfig config, Embedding embedding) => config.EncoderKind switch
    {
        LayerKind.Transformer => new TransformerEncoder(config, embedding),
        LayerKind.Conv => new ConvEncoder(config, embedding),
        _ => new RecurrentEncoder(config, embedding),
    };

    private static TargetDecoder CreateDecoder(ModelConfig config, Embedding embedding) => config.DecoderKind switch
    {
        LayerKind.Transformer => new TransformerDecoder(config, embedding),
        LayerKind.Conv => new ConvDecoder(config, embedding),
        _ => new RecurrentDecoder(config, embedding),
    };

    /// <summary>A Transformer multiplies embeddings by √D; the other layers read them as they are.</summary>
    private static double Deviation(ModelConfig config) =>
        config.EncoderKind == LayerKind.Transformer || config.DecoderKind == LayerKind.Transformer ? 1 / Math.Sqrt(config.Width) : 0.1;
}
