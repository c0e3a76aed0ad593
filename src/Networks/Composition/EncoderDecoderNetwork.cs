using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Recurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Composition;

/// <summary>
/// Any encoder with any decoder. Two Transformers are the network of Vaswani et al. (2017) in the MarianMT layout: <c>state_dict</c> keys are
/// Hugging Face's tensor names. Two recurrent ones with attention are the network of Bahdanau et al. (2015), two convolutional ones that of
/// Gehring et al. (2017).
/// </summary>
internal sealed class EncoderDecoderNetwork : Seq2SeqNetwork
{
    private readonly EncoderDecoderModel _model;

    public EncoderDecoderNetwork(ModelConfig config)
        : this(config, new EncoderDecoderModel(config))
    {
    }

    private EncoderDecoderNetwork(ModelConfig config, EncoderDecoderModel model)
        : base(nameof(EncoderDecoderNetwork), config, model, model.TargetEmbedding) => _model = model;

    public override EncodedSource Encode(Tensor source, long[] lengths) => _model.Encoder.Encode(source, lengths);

    public override Tensor Decode(EncodedSource encoded, Tensor target) => _model.Decoder.Decode(encoded, target);

    /// <summary>A recurrent decoder reads its own running output (Bengio et al., 2015), the others take two passes.</summary>
    public override Tensor DecodeSampled(EncodedSource encoded, Tensor target, Tensor own) => _model.Decoder is RecurrentDecoder recurrent
        ? recurrent.DecodeSampled(encoded, target, own, Predict)
        : base.DecodeSampled(encoded, target, own);

    public override DecoderState Start(EncodedSource encoded) => _model.Decoder.Start(encoded);

    public override Tensor Step(Tensor tokens, DecoderState state) => _model.Decoder.Step(tokens, state);
}
